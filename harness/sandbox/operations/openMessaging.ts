import { identity } from '../centre/identity.ts';
import type { FactValues } from '../../../engine/facts/definition.ts';
import { formatUtc } from '../../recording/time.ts';
import {
  customerOf,
  type AttachmentRecord,
  type ConversationRecord,
  type MessageRecord,
  type MessageStatus,
} from '../centre/records.ts';
import { without } from '../centre/without.ts';
import { badRequest, notFound } from '../door/refusal.ts';
import type { Call, Handlers, Platform } from './handler.ts';
import { foundMessage } from './messages.ts';
import { countedPageOf } from './paging.ts';

/** An integration that every org has from the start, so that a simulator can begin at once. */
export const openIntegrationId = identity('integration', 'open');
export const openIntegration = {
  id: openIntegrationId,
  name: 'Simulator',
  outboundNotificationWebhookUrl: 'https://simulator.example.com/outbound',
  outboundNotificationWebhookSignatureSecretToken: 'not used: the sandbox calls nobody',
  status: 'Active',
};

/** What the customer's end says a message came to, and what the platform then calls it. */
const statuses: Readonly<Record<string, MessageStatus>> = {
  Sent: 'sent',
  Delivered: 'delivery-success',
  Failed: 'delivery-failed',
  Published: 'published',
  Removed: 'removed',
};

/** A status only goes forwards: a receipt that comes late, or again, changes nothing. */
const forwards: readonly MessageStatus[] = [
  'queued',
  'sent',
  'published',
  'delivery-success',
  'delivery-failed',
  'removed',
];

/** `OpenInboundNormalizedMessage` */
interface Inbound {
  readonly channel: { readonly from: Sender; readonly time: string; readonly messageId?: string };
  readonly text?: string;
  readonly content?: readonly { readonly attachment?: InboundAttachment }[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** `OpenContentAttachment` */
interface InboundAttachment {
  readonly id?: string;
  readonly mediaType: string;
  readonly mime: string;
  readonly filename?: string;
  readonly url: string;
}

interface Sender {
  readonly id: string;
  readonly idType: string;
  readonly nickname?: string;
}

/** The simulator: customers that a client speaks for. */
export const openMessagingHandlers: Handlers = {
  getConversationsMessagingIntegrationsOpen: (call, { state }) => ({
    body: countedPageOf(call, [...state.integrations.values()]),
  }),
  postConversationsMessagingIntegrationsOpen: (call, { centre, state }) => {
    const id = state.newId('integration');
    const at = formatUtc(centre.now);
    const integration = { ...(call.body as object), id, status: 'Active', dateCreated: at, dateModified: at };
    state.integrations.set(id, integration);
    return { body: integration };
  },
  postConversationsMessageInboundOpenMessage: (call, platform) => {
    const integrationId = foundIntegration(call, platform);
    const inbound = call.body as Inbound;
    const record = conversationOf(integrationId, inbound, platform);
    const message = receive(record, inbound, platform);
    const prefetches = call.query.flag('prefetchConversationId') === true;
    return {
      body: {
        id: message.id,
        channel: channelView(integrationId, inbound.channel, message.id),
        type: 'Text',
        ...(inbound.text === undefined ? {} : { text: inbound.text }),
        ...(inbound.metadata === undefined ? {} : { metadata: inbound.metadata }),
        ...(prefetches ? { conversationId: record.id } : {}),
      },
    };
  },
  postConversationsMessageInboundOpenReceipt: (call, platform) => {
    const integrationId = foundIntegration(call, platform);
    const receipt = call.body as Receipt;
    const { record, message } = foundMessage(receipt.id, platform);
    const status = statuses[receipt.status];
    if (status === undefined)
      throw badRequest('invalid.value', `status is one of ${Object.keys(statuses).join(', ')}`);
    if (forwards.indexOf(status) > forwards.indexOf(message.status)) message.status = status;
    const isFinal = receipt.isFinalReceipt ?? false;
    message.receipts.push({ at: platform.centre.now, status: receipt.status, isFinal });
    platform.centre.changed(record);
    return {
      body: {
        id: receipt.id,
        channel: { ...receipt.channel, from: { id: integrationId, idType: 'Opaque' }, messageId: receipt.id },
        type: 'Receipt',
        status: receipt.status,
        isFinalReceipt: isFinal,
        direction: 'Outbound',
      },
    };
  },
};

/** `OpenInboundNormalizedReceipt` */
interface Receipt {
  /** Of the message that was sent. */
  readonly id: string;
  readonly channel: { readonly to: object; readonly time: string };
  readonly status: string;
  readonly isFinalReceipt?: boolean;
}

/** @throws Refusal 404 */
function foundIntegration({ path }: Call, { state }: Platform): string {
  const id = path['integrationId']!;
  if (!state.integrations.has(id)) throw notFound('integration', id);
  return id;
}

/** The sender's open conversation, or a new one, which goes straight to a queue. */
function conversationOf(integrationId: string, inbound: Inbound, platform: Platform): ConversationRecord {
  const { centre, state } = platform;
  const sender = `${integrationId}/${inbound.channel.from.id}`;
  const known = centre.conversations.get(state.openConversations.get(sender) ?? '');
  if (known !== undefined && known.endedAt === undefined) return known;
  const { metadata = {} } = inbound;
  const queueId = targetOf(metadata['queue'], platform);
  const record = centre.admit({ mediaType: 'message', queueId, facts: factsOf(metadata, platform) });
  state.openConversations.set(sender, record.id);
  return record;
}

/** The queue that the message asks for by name, else where the org sends what it does not understand. */
function targetOf(queue: string | undefined, { centre }: Platform): string {
  const { queues } = centre.directory;
  const { bot, menu } = centre.org.scenario;
  if (queue === undefined) return queues.idOf(bot?.otherwiseQueue ?? menu.otherwiseQueue);
  const found = queues.named(queue) ?? queues.withId(queue);
  if (found === undefined) throw badRequest('invalid.value', `metadata.queue: there is no queue ${queue}`);
  return found.id;
}

/** A flow writes the message's metadata down; `requiredSkills` are names, with commas between. */
function factsOf(metadata: Readonly<Record<string, string>>, { centre }: Platform): FactValues {
  const { requiredSkills } = metadata;
  const texts = without(metadata, 'queue', 'requiredSkills');
  if (requiredSkills === undefined) return texts;
  const names = requiredSkills.split(',').map((name) => name.trim());
  const unknown = names.find((name) => centre.directory.skills.named(name) === undefined);
  if (unknown !== undefined)
    throw badRequest('invalid.value', `metadata.requiredSkills: there is no skill ${unknown}`);
  return { ...texts, requiredSkills: names };
}

function receive(record: ConversationRecord, inbound: Inbound, { centre, state }: Platform): MessageRecord {
  const message: MessageRecord = {
    id: state.newId('message'),
    communicationId: customerOf(record).communicationId,
    at: centre.now,
    direction: 'inbound',
    author: 'Human',
    text: inbound.text ?? '',
    attachments: attachmentsOf(inbound, state),
    ...(inbound.metadata === undefined ? {} : { metadata: inbound.metadata }),
    status: 'received',
    receipts: [],
  };
  record.messages.push(message);
  centre.changed(record);
  return message;
}

function attachmentsOf({ content = [] }: Inbound, state: Platform['state']): readonly AttachmentRecord[] {
  return content.flatMap(({ attachment }): AttachmentRecord[] => {
    if (attachment === undefined) return [];
    const { id = state.newId('attachment'), mediaType: kind, mime, filename: name, url } = attachment;
    return [{ ...{ id, kind, mime, url }, ...(name === undefined ? {} : { name }) }];
  });
}

function channelView(integrationId: string, { from, time }: Inbound['channel'], messageId: string): object {
  return { platform: 'Open', type: 'Private', messageId, to: { id: integrationId }, from, time };
}
