import { textSchema } from '../packs/packSchema.ts';

/** What a flow that asks for a handoff is to do: the forms of a handoff pack's answer, and the two that need none. */
export const handoffAnswers = ['stay', 'handoff', 'transfer', 'offer', 'say'] as const;
export type HandoffAnswerForm = (typeof handoffAnswers)[number];

/** What can be offered. */
export const offers = ['callback', 'message'] as const;

/** What is answered where no decision is there in time. */
export interface ServiceFallback {
  readonly handoff: {
    readonly answer: HandoffAnswerForm;
    readonly queue?: string;
    readonly offer?: (typeof offers)[number];
    readonly say?: string;
  };
  readonly skills: { readonly skills: readonly string[]; readonly language?: string };
}

/** What a run serves over HTTP; source of each: docs/decide.md. */
export interface ServiceSettings {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Whether `host` may be another address than loopback. */
  readonly beyondLoopback: boolean;
  /** Whoever has one may ask. */
  readonly tokens: readonly string[];
  /** From a question to its answer. */
  readonly decideSeconds: number;
  /** For how long a question without a `request` of its own that is put again is the same one. */
  readonly repeatSeconds: number;
  /** Questions that are answered at one time; more get the fallback. */
  readonly questionsAtOnce: number;
  /** Who transfers, offers and says what was decided. */
  readonly actsBy: 'asker' | 'engine';
  readonly fallback: Partial<ServiceFallback>;
}

/** What need not be said. */
export const serviceDefaults: Omit<ServiceSettings, 'port' | 'tokens'> = {
  host: '127.0.0.1',
  beyondLoopback: false,
  decideSeconds: 2.5,
  repeatSeconds: 15,
  questionsAtOnce: 64,
  actsBy: 'asker',
  fallback: {},
};

/** What is answered where nothing else was declared. */
export const fallbackDefaults: ServiceFallback = { handoff: { answer: 'stay' }, skills: { skills: [] } };

/** A shorter token could be guessed. In characters. */
export const shortestToken = 16;

export const highestPort = 65_535;

/** The longest that Architect lets a data action take, in seconds. Source: docs/decide.md. */
const longestDecideSeconds = 60;

const whenAnswer = (answers: readonly HandoffAnswerForm[], field: string): object => ({
  if: { properties: { answer: { enum: answers } } },
  then: { required: [field] },
});

/** JSON Schema of the section. */
export const serviceSchema = {
  type: 'object',
  properties: {
    host: { ...textSchema, default: serviceDefaults.host },
    port: {
      ...{ type: ['integer', 'string'], minimum: 0, maximum: highestPort, pattern: '^\\$\\{env:[^}]+\\}$' },
      description: 'A number, or ${env:SIGNALBOX_PORT}.',
    },
    beyondLoopback: { type: 'boolean', default: serviceDefaults.beyondLoopback },
    tokens: {
      type: 'array',
      minItems: 1,
      maxItems: 2,
      items: { ...textSchema, description: 'From the environment, such as ${env:SIGNALBOX_TOKEN}.' },
    },
    decideSeconds: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: longestDecideSeconds,
      default: serviceDefaults.decideSeconds,
    },
    repeatSeconds: { type: 'number', minimum: 0, default: serviceDefaults.repeatSeconds },
    questionsAtOnce: { type: 'integer', minimum: 1, default: serviceDefaults.questionsAtOnce },
    actsBy: { enum: ['asker', 'engine'], default: serviceDefaults.actsBy },
    fallback: {
      type: 'object',
      properties: {
        handoff: {
          type: 'object',
          properties: {
            answer: { enum: [...handoffAnswers] },
            queue: textSchema,
            offer: { enum: [...offers] },
            say: textSchema,
          },
          required: ['answer'],
          additionalProperties: false,
          allOf: [
            whenAnswer(['handoff', 'transfer'], 'queue'),
            whenAnswer(['offer'], 'offer'),
            whenAnswer(['say'], 'say'),
          ],
        },
        skills: {
          type: 'object',
          properties: {
            skills: { type: 'array', items: textSchema, uniqueItems: true },
            language: textSchema,
          },
          required: ['skills'],
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
  },
  required: ['port', 'tokens'],
  additionalProperties: false,
};
