import type { Decision } from '../../engine/decisions/policyRun.ts';
import type { DecisionPoint } from '../../engine/decisions/record.ts';
import { factsAbout } from '../../engine/facts/catalogue.ts';
import type { FactDefinition } from '../../engine/facts/definition.ts';
import { longestText } from '../../engine/facts/values.ts';
import { handoffAnswers, offers } from '../../engine/plugins/serviceSchema.ts';

/** The points that can be asked about. */
export const askedPoints = [
  'skills',
  'order',
  'ranking',
  'handoff',
] as const satisfies readonly DecisionPoint[];
export type AskedPoint = (typeof askedPoints)[number];

/** A decision that can be asked for. */
export type AskedDecision = Extract<Decision, { readonly point: AskedPoint }>;

/** What a flow asks. */
export interface DecideBody {
  /** As the platform names it. */
  readonly conversation: string;
  /** The same when the question is put again, another for each other question about the conversation. */
  readonly request?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Facts that a flow can tell with its question. */
export const tellableFacts: readonly FactDefinition[] = factsAbout('conversation', 'bot').filter(
  ({ origin }) => origin === 'observed',
);

function factSchema({ type, range, integer, values, description }: FactDefinition): object {
  switch (type) {
    case 'number':
      return { type: integer === true ? 'integer' : 'number', ...range, description };
    case 'boolean':
      return { type, description };
    case 'enumeration':
      return { enum: [...values!], description };
    case 'textList':
      return { type: 'array', items: { type: 'string' }, description };
    case 'proficiencies':
      return { type: 'object', additionalProperties: { type: 'number', minimum: 0 }, description };
    case 'text':
    case 'serviceLevelTarget':
      return { type: 'string', maxLength: longestText, description };
  }
}

/** JSON Schema 2020-12 of a question: the facts are those of the catalogue. */
export const decideSchema = {
  type: 'object',
  properties: {
    conversation: { type: 'string', minLength: 1, maxLength: 200, description: 'The conversation’s id.' },
    request: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description:
        'The same when the question is put again, another for each other question: the number of the turn will do.',
    },
    facts: {
      type: 'object',
      properties: Object.fromEntries(tellableFacts.map((fact) => [fact.name, factSchema(fact)])),
      additionalProperties: false,
    },
  },
  required: ['conversation'],
  additionalProperties: false,
};

const text = { type: 'string' };
const common = {
  reason: { ...text, description: 'What was decided and why, or why nothing was, in words.' },
  decisionId: { ...text, description: 'Empty without a decision; what signalbox explain takes.' },
  fallback: { type: 'boolean', description: 'Whether this is the declared answer for want of a decision.' },
};

function answerSchema(point: AskedPoint, own: Readonly<Record<string, object>>): object {
  const properties = { decision: { const: point }, ...own, ...common };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** JSON Schemas of the answers: flat, every field always there, for a data action maps no field that may be missing. */
export const answerSchemas: Readonly<Record<AskedPoint, object>> = {
  handoff: answerSchema('handoff', {
    answer: { enum: [...handoffAnswers], description: 'What the flow is to do.' },
    queue: { ...text, description: 'Where to, by name; empty unless the answer is handoff or transfer.' },
    offer: { enum: ['', ...offers], description: 'Empty unless the answer is offer.' },
    say: { ...text, description: 'Empty unless the answer is say.' },
  }),
  skills: answerSchema('skills', {
    skills: { type: 'array', items: text, description: 'By name.' },
    language: { ...text, description: 'Empty when none was decided.' },
    priority: { ...text, description: 'low, normal, high or urgent; empty when none was decided.' },
  }),
  order: answerSchema('order', {
    place: { type: 'integer', minimum: 0, description: 'In the queue, from 1; 0 without a decision.' },
    waiting: { type: 'integer', minimum: 0, description: 'How many wait there.' },
  }),
  ranking: answerSchema('ranking', {
    agent: {
      ...text,
      description: 'The pseudonym of the agent ranked first; empty when nobody can take it.',
    },
    ranked: { type: 'integer', minimum: 0, description: 'How many can take it.' },
  }),
};

/** What a request that is refused is answered with: problems of the one shape there is. */
export const refusalSchema = {
  type: 'object',
  properties: {
    problems: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: { code: text, severity: { enum: ['error'] }, message: text, hint: text },
        required: ['code', 'severity', 'message'],
        additionalProperties: false,
      },
    },
  },
  required: ['problems'],
  additionalProperties: false,
};

/** Whether a word names a decision that can be asked for. */
export function isAskedPoint(word: string): word is AskedPoint {
  return (askedPoints as readonly string[]).includes(word);
}

export function isAskedDecision(decision: Decision): decision is AskedDecision {
  return isAskedPoint(decision.point);
}
