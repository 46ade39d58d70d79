import type { Condition } from '../../conditions/condition.ts';
import type { Pack, PackBuilder, PackKind } from '../../packs/packKind.ts';
import { conditionSchema, fractionSchema, nameSchema, textSchema } from '../../packs/packSchema.ts';
import { answerDefinition, type Answer } from './answer.ts';
import { handoffDefaults } from './defaults.ts';

/** A reason to hand over: any one is enough. */
export interface Trigger {
  readonly name: string;
  readonly when: Condition;
  /** How many turns in a row it must hold, this one included. */
  readonly forTurns: number;
}

/** What must be so for a handoff to go ahead, and what the customer gets when it is not. */
export interface Guard {
  readonly name: string;
  readonly when: Condition;
  readonly otherwise: Answer;
}

/** When a bot hands a conversation to people. */
export interface Handoff extends Pack {
  readonly kind: 'Handoff';
  readonly target: { readonly queue: string };
  readonly triggers: readonly Trigger[];
  readonly guards: readonly Guard[];
  /** After an answer or a handoff, how long no other is given; the customer asking for a person ends it. */
  readonly cooldownSeconds: number;
  readonly sentiment: {
    /** Weight of the newest turn in the sentiment level, 0 to 1; 1 forgets all before it. */
    readonly smoothing: number;
  };
  /** How a customer asks for a person. */
  readonly personRequest: { readonly phrases: readonly string[]; readonly intents: readonly string[] };
}

interface HandoffSource {
  readonly target: { readonly queue: string };
  readonly triggers?: { readonly any: readonly { name: string; when: unknown; forTurns?: number }[] };
  readonly guards?: { readonly all: readonly { name: string; when: unknown; otherwise?: Answer }[] };
  readonly otherwise?: Answer;
  readonly cooldownSeconds?: number;
  readonly sentiment?: { readonly smoothing?: number };
  readonly personRequest?: { readonly phrases?: readonly string[]; readonly intents?: readonly string[] };
}

const phraseList = { type: 'array', items: textSchema, uniqueItems: true };

export const handoffKind: PackKind<Handoff> = {
  kind: 'Handoff',
  slug: 'handoff',
  title: 'When a bot hands the conversation to people, and what the customer gets when it cannot.',
  properties: {
    target: {
      type: 'object',
      description: 'Where the conversation goes. Guards read this queue’s facts.',
      properties: { queue: textSchema },
      required: ['queue'],
      additionalProperties: false,
    },
    triggers: {
      type: 'object',
      description:
        'Reasons to hand over; any one is enough. Left out: the source document’s thresholds, turned the right way round.',
      properties: {
        any: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            properties: {
              name: nameSchema,
              when: conditionSchema,
              forTurns: {
                type: 'integer',
                minimum: 1,
                maximum: 100,
                default: 1,
                description: 'Turns in a row it must hold.',
              },
            },
            required: ['name', 'when'],
            additionalProperties: false,
          },
        },
      },
      required: ['any'],
      additionalProperties: false,
    },
    guards: {
      type: 'object',
      description:
        'What must all be so for a handoff to go ahead. Left out: not too deep, queue open, queue staffed, wait bearable.',
      properties: {
        all: {
          type: 'array',
          items: {
            type: 'object',
            properties: { name: nameSchema, when: conditionSchema, otherwise: { $ref: '#/$defs/answer' } },
            required: ['name', 'when'],
            additionalProperties: false,
          },
        },
      },
      required: ['all'],
      additionalProperties: false,
    },
    otherwise: {
      $ref: '#/$defs/answer',
      description: 'The answer of a guard that fails and has none of its own.',
    },
    cooldownSeconds: {
      type: 'number',
      minimum: 0,
      maximum: 86_400,
      default: handoffDefaults.cooldownSeconds,
      description:
        'After an answer or a handoff, how long no other is given, unless the customer asks for a person.',
    },
    sentiment: {
      type: 'object',
      properties: {
        smoothing: {
          ...fractionSchema,
          exclusiveMinimum: 0,
          default: handoffDefaults.sentiment.smoothing,
          description: 'Weight of the newest turn in the sentiment level; 1 forgets all before it.',
        },
      },
      additionalProperties: false,
    },
    personRequest: {
      type: 'object',
      description:
        'How a customer asks for a person: whole words in what they say, or the intent the bot names.',
      properties: {
        phrases: { ...phraseList, default: handoffDefaults.personRequest.phrases },
        intents: { ...phraseList, default: handoffDefaults.personRequest.intents },
      },
      additionalProperties: false,
    },
  },
  definitions: { answer: answerDefinition },
  required: ['target'],
  subjects: ['conversation', 'bot', 'queue'],
  build(source: HandoffSource, builder) {
    const triggers = source.triggers?.any ?? handoffDefaults.triggers;
    const guards = source.guards?.all ?? handoffDefaults.guards;
    return {
      target: source.target,
      triggers: triggers.map(({ name, when, forTurns = 1 }, index): Trigger => {
        return { name, when: builder.condition(when, ['triggers', 'any', index, 'when']), forTurns };
      }),
      guards: guards.map((guard, index) => buildGuard(guard, source.otherwise, index, builder)),
      cooldownSeconds: source.cooldownSeconds ?? handoffDefaults.cooldownSeconds,
      sentiment: { smoothing: source.sentiment?.smoothing ?? handoffDefaults.sentiment.smoothing },
      personRequest: {
        phrases: [...(source.personRequest?.phrases ?? handoffDefaults.personRequest.phrases)].sort(),
        intents: [...(source.personRequest?.intents ?? handoffDefaults.personRequest.intents)].sort(),
      },
    };
  },
};

function buildGuard(
  { name, when, otherwise }: { name: string; when: unknown; otherwise?: Answer },
  shared: Answer | undefined,
  index: number,
  builder: PackBuilder,
): Guard {
  const path = ['guards', 'all', index];
  const answer = otherwise ?? shared;
  if (answer === undefined) {
    const hint = 'add `otherwise:` to the guard or to the pack: nobody is left silent';
    builder.error(
      path,
      'no-answer',
      `the guard "${name}" has no answer for the customer when it fails`,
      hint,
    );
  }
  return { name, when: builder.condition(when, [...path, 'when']), otherwise: answer ?? { say: '' } };
}
