import type { Condition } from '../../conditions/condition.ts';
import { priorities, type Priority } from '../../facts/conversation.ts';
import type { Pack, PackBuilder, PackKind } from '../../packs/packKind.ts';
import { conditionSchema, nameSchema, textSchema } from '../../packs/packSchema.ts';

/** What a mapping gives the conversation. */
export interface Assignment {
  /** Skills an agent must have, sorted. */
  readonly skills: readonly string[];
  readonly language?: string;
  readonly priority?: Priority;
}

/** A supervisor to tell, once an entry into the queue. */
export interface Notification {
  readonly supervisor: string;
}

export interface Mapping {
  readonly name: string;
  readonly when: Condition;
  readonly assign: Assignment;
  readonly notify?: Notification;
}

/** Intents or conditions → skills, language, priority, and whom to notify. */
export interface SkillMapping extends Pack {
  readonly kind: 'SkillMapping';
  /** In the order they are tried: most urgent assigned priority first, then as written. */
  readonly mappings: readonly Mapping[];
  readonly otherwise?: { readonly assign: Assignment; readonly notify?: Notification };
}

interface AssignmentSource {
  readonly skill?: string;
  readonly skills?: readonly string[];
  readonly language?: string;
  readonly priority?: Priority;
}

interface SkillMappingSource {
  readonly mappings: readonly {
    readonly name: string;
    readonly intents?: readonly string[];
    readonly when?: unknown;
    readonly assign: AssignmentSource;
    readonly notify?: Notification;
  }[];
  readonly otherwise?: { readonly assign: AssignmentSource; readonly notify?: Notification };
}

const assignSchema = {
  type: 'object',
  description: 'What the conversation gets. `skill` is short for `skills` with one entry.',
  properties: {
    skill: textSchema,
    skills: { type: 'array', items: textSchema, minItems: 1, uniqueItems: true },
    language: textSchema,
    priority: { enum: [...priorities] },
  },
  additionalProperties: false,
  minProperties: 1,
};

const notifySchema = {
  type: 'object',
  description: 'Whom to tell when this mapping is taken, once an entry into the queue.',
  properties: {
    supervisor: {
      type: 'string',
      pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
      description: 'an e-mail address such as refunds-lead@example.com',
    },
  },
  required: ['supervisor'],
  additionalProperties: false,
};

export const skillMappingKind: PackKind<SkillMapping> = {
  kind: 'SkillMapping',
  slug: 'skill-mapping',
  title: 'Which skills, language and priority a conversation gets for its intent, and whom to notify.',
  properties: {
    mappings: {
      type: 'array',
      description:
        'The first that holds is taken: most urgent assigned priority first, then from top to bottom.',
      items: {
        type: 'object',
        properties: {
          name: nameSchema,
          intents: {
            type: 'array',
            description: 'Holds when the intent has any of these as whole words, in any case.',
            items: textSchema,
            minItems: 1,
            uniqueItems: true,
          },
          when: conditionSchema,
          assign: assignSchema,
          notify: notifySchema,
        },
        required: ['name', 'assign'],
        additionalProperties: false,
      },
    },
    otherwise: {
      type: 'object',
      description: 'What a conversation gets that no mapping holds for. Without it, it keeps what it has.',
      properties: { assign: assignSchema, notify: notifySchema },
      required: ['assign'],
      additionalProperties: false,
    },
  },
  required: ['mappings'],
  subjects: ['conversation', 'queue'],
  build(source: SkillMappingSource, builder) {
    const mappings = source.mappings.map((mapping, index): Mapping => {
      const path = ['mappings', index];
      const parts = [
        ...(mapping.intents === undefined
          ? []
          : [intentCondition(mapping.intents, [...path, 'intents'], builder)]),
        ...(mapping.when === undefined ? [] : [builder.condition(mapping.when, [...path, 'when'])]),
      ];
      if (parts.length === 0) {
        builder.error(
          path,
          'missing-key',
          'the mapping has neither "intents" nor "when"',
          'say when it is taken',
        );
      }
      return {
        name: mapping.name,
        when: parts.length === 1 ? parts[0]! : { all: parts },
        assign: assignment(mapping.assign, [...path, 'assign'], builder),
        ...(mapping.notify === undefined ? {} : { notify: mapping.notify }),
      };
    });
    const { otherwise } = source;
    return {
      mappings: mappings.sort((a, b) => urgency(b) - urgency(a)),
      ...(otherwise === undefined
        ? {}
        : {
            otherwise: {
              assign: assignment(otherwise.assign, ['otherwise', 'assign'], builder),
              ...(otherwise.notify === undefined ? {} : { notify: otherwise.notify }),
            },
          }),
    };
  },
};

function intentCondition(
  intents: readonly string[],
  path: readonly (string | number)[],
  builder: PackBuilder,
): Condition {
  return builder.condition({ fact: 'intent', operator: 'containsWord', value: intents }, path);
}

function assignment(
  source: AssignmentSource,
  path: readonly (string | number)[],
  builder: PackBuilder,
): Assignment {
  const { skill, skills, ...rest } = source;
  if (skill !== undefined && skills !== undefined) {
    builder.error(
      [...path, 'skill'],
      'two-in-one',
      '"skill" and "skills" say the same thing',
      'keep "skills"',
    );
  }
  return { ...rest, skills: [...(skills ?? (skill === undefined ? [] : [skill]))].sort() };
}

/** A mapping that assigns no priority stands among the normal ones. */
function urgency(mapping: Mapping): number {
  return priorities.indexOf(mapping.assign.priority ?? 'normal');
}
