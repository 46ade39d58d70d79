import type { Path } from '../../conditions/check.ts';
import type { PackBuilder } from '../../packs/packKind.ts';
import { nameSchema, textSchema } from '../../packs/packSchema.ts';

/** A value that goes out: written in the pack, or a fact's. */
export type Given = { readonly value: string | number | boolean } | { readonly fact: string };

/** What goes out, by field. A field whose fact is missing is left out. */
export type Content = Readonly<Record<string, Given>>;

/** How often an action is done: once an occasion, whatever is repeated; or once a conversation, whoever asks for it. */
const allOnce = ['occasion', 'conversation'] as const;
export type Once = (typeof allOnce)[number];

/** What a reaction does. */
export type Action =
  | { readonly notify: { readonly supervisor: string; readonly about: string }; readonly once: Once }
  | { readonly crm: { readonly operation: 'upsert'; readonly record: Content }; readonly once: Once }
  | { readonly webhook: { readonly event: string; readonly content: Content }; readonly once: Once }
  | { readonly attributes: Content };

type GivenSource = string | number | boolean | { readonly fact: string };
type ContentSource = Readonly<Record<string, GivenSource>>;
type CommonSource = Readonly<Record<string, { readonly fact: string }>>;

/** An action as it is written. */
export interface ActionSource {
  readonly notify?: { readonly supervisor: string; readonly about?: string };
  readonly crm?: 'upsert' | { readonly operation: 'upsert'; readonly record?: ContentSource };
  readonly webhook?: string | { readonly event: string; readonly content?: ContentSource };
  readonly attributes?: ContentSource;
  readonly once?: Once;
}

const contentSchema = {
  type: 'object',
  description:
    'By field: a text, a number, true or false, or { fact: name }. A field whose fact is missing is left out.',
  minProperties: 1,
  propertyNames: {
    pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,99}$',
    description: 'a field begins with a letter, and has letters, digits, underscore, dot and hyphen',
  },
  additionalProperties: {
    anyOf: [
      { type: ['string', 'number', 'boolean'] },
      {
        type: 'object',
        properties: { fact: textSchema },
        required: ['fact'],
        additionalProperties: false,
      },
    ],
  },
};

/** JSON Schema of an action; that it is one, and not two, `buildAction` checks. */
export const actionDefinition = {
  type: 'object',
  description:
    'One of: tell a supervisor, write to the CRM, call a webhook, set attributes of the conversation.',
  properties: {
    notify: {
      type: 'object',
      description: 'Whom to tell, and of what; the reaction’s name, unless told.',
      properties: {
        supervisor: {
          type: 'string',
          pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
          description: 'an e-mail address such as refunds-lead@example.com',
        },
        about: { ...textSchema, maxLength: 200 },
      },
      required: ['supervisor'],
      additionalProperties: false,
    },
    crm: {
      description: 'upsert, which writes the common record; or { operation: upsert, record }.',
      if: { type: 'object' },
      then: {
        properties: { operation: { const: 'upsert' }, record: contentSchema },
        required: ['operation'],
        additionalProperties: false,
      },
      else: { enum: ['upsert'] },
    },
    webhook: {
      description: 'The event’s name, with the common content; or { event, content }.',
      if: { type: 'object' },
      then: {
        properties: { event: nameSchema, content: contentSchema },
        required: ['event'],
        additionalProperties: false,
      },
      else: nameSchema,
    },
    attributes: contentSchema,
    once: {
      enum: [...allOnce],
      default: allOnce[0],
      description:
        'Once an occasion: this entry, this message’s deadline. Once a conversation: whatever happens in it, and whichever reaction asks for it.',
    },
  },
  additionalProperties: false,
};

/** Source document 4's record of a message. */
const commonRecord: CommonSource = {
  conversation_id: { fact: 'conversationId' },
  message_id: { fact: 'messageId' },
  sla_status: { fact: 'deliveryStatus' },
  attachments_count: { fact: 'messageAttachments' },
};

/** Source document 3's audit entry. */
const commonContent: CommonSource = {
  timestamp: { fact: 'happenedAt' },
  conversation_id: { fact: 'conversationId' },
  participant_id: { fact: 'participantId' },
  queue: { fact: 'transferQueue' },
  status: { fact: 'commandStatus' },
  latency_seconds: { fact: 'commandLatencySeconds' },
  error: { fact: 'commandError' },
  decided_by: { fact: 'decidedBy' },
  message_id: { fact: 'messageId' },
  sla_status: { fact: 'deliveryStatus' },
};

const kinds = ['notify', 'crm', 'webhook', 'attributes'] as const;

/** The facts that values are taken from. */
export function factsOf(action: Action): readonly string[] {
  return Object.values(contentOf(action)).flatMap((given) => ('fact' in given ? [given.fact] : []));
}

/**
 * The action in one spelling; undefined, and reported, where it is none or two.
 * @param reaction the name of the reaction.
 * @param known facts of the occurrence that there may be; those the common content names beside them are left out.
 */
export function buildAction(
  source: ActionSource,
  reaction: string,
  known: readonly string[],
  path: Path,
  builder: PackBuilder,
): Action | undefined {
  const told = kinds.filter((kind) => source[kind] !== undefined);
  if (told.length !== 1) {
    const message =
      told.length === 0 ? 'the action does nothing' : `the action does ${told.join(' and ')} in one`;
    builder.error(path, 'not-one-action', message, `give each entry of "do" one of ${kinds.join(', ')}`);
    return undefined;
  }
  const { notify, crm, webhook, attributes, once = allOnce[0] } = source;
  if (notify !== undefined) return { notify: { about: reaction, ...notify }, once };
  const common = (content: CommonSource): Content =>
    given(Object.fromEntries(Object.entries(content).filter(([, { fact }]) => known.includes(fact))));
  const checked = (content: ContentSource, ...below: Path): Content => {
    for (const [field, value] of Object.entries(content))
      if (typeof value === 'object') builder.readableFact(value.fact, [...path, ...below, field, 'fact']);
    return given(content);
  };
  if (crm !== undefined) {
    const record = typeof crm === 'string' ? undefined : crm.record;
    const content = record === undefined ? common(commonRecord) : checked(record, 'crm', 'record');
    return { crm: { operation: 'upsert', record: content }, once };
  }
  if (webhook !== undefined) {
    const { event, content } = typeof webhook === 'string' ? { event: webhook } : webhook;
    const sent = content === undefined ? common(commonContent) : checked(content, 'webhook', 'content');
    return { webhook: { event, content: sent }, once };
  }
  if (source.once !== undefined) {
    const hint = 'leave it out: what they are set to counts, however often';
    builder.error([...path, 'once'], 'not-once', 'attributes are a state, not something done once', hint);
  }
  return { attributes: checked(attributes!, 'attributes') };
}

function contentOf(action: Action): Content {
  if ('crm' in action) return action.crm.record;
  if ('webhook' in action) return action.webhook.content;
  return 'attributes' in action ? action.attributes : {};
}

function given(content: ContentSource): Content {
  return Object.fromEntries(
    Object.entries(content).map(([field, value]) => [field, typeof value === 'object' ? value : { value }]),
  );
}
