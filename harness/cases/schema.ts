import { decisionPoints } from '../../engine/decisions/record.ts';
import { routingStatuses } from '../../engine/facts/agent.ts';
import { mediaTypes } from '../../engine/facts/conversation.ts';
import { commandStatuses } from '../../engine/facts/occurrence.ts';
import { durationSchema } from '../../engine/packs/duration.ts';
import { apiVersion } from '../../engine/packs/packSchema.ts';
import { highestCsat, mostCsatSurveys } from '../recording/format.ts';

const facts = { type: 'object' };
const message = {
  type: 'object',
  description:
    'An outbound message, and after how long each receipt of it comes; those not named never come.',
  properties: {
    attachments: { type: 'integer', minimum: 0 },
    deliveredAfter: durationSchema,
    readAfter: durationSchema,
    failedAfter: durationSchema,
  },
  additionalProperties: false,
};
const participant = {
  type: 'object',
  properties: {
    purpose: { enum: ['customer', 'agent', 'bot', 'queue', 'other'] },
    state: { enum: ['pending', 'joined', 'active', 'left', 'failed'] },
  },
  required: ['purpose', 'state'],
  additionalProperties: false,
};
const commandEnd = {
  type: 'object',
  description: 'How a command ended that a decision of the case wanted.',
  properties: {
    command: {
      type: 'string',
      pattern: '^(do|set) [A-Za-z]+$',
      description: 'such as do transfer, or set skills',
    },
    status: { enum: [...commandStatuses] },
    latencySeconds: { type: 'number', minimum: 0 },
    why: { type: 'string', minLength: 1 },
  },
  required: ['command', 'status'],
  additionalProperties: false,
};
const byName = { type: 'object', additionalProperties: facts };
const text = { type: 'string', minLength: 1 };
const seconds = { type: 'number', minimum: 0, maximum: 31_536_000 };
const proficiencies = { type: 'object', additionalProperties: { type: 'number', minimum: 0 } };
const agents = { $ref: '#/$defs/agents' };
const given = { $ref: '#/$defs/given' };
const agentsDefinition = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    properties: {
      status: { enum: [...routingStatuses] },
      queues: { type: 'array', items: text },
      skills: proficiencies,
      languages: proficiencies,
      csat: { type: 'number', minimum: 0, maximum: highestCsat },
      csatSurveys: { type: 'integer', minimum: 0, maximum: mostCsatSurveys },
      idleSeconds: { ...seconds, description: 'how long it has been idle when it is asked for' },
      handled: { type: 'integer', minimum: 0, maximum: 1000, description: 'conversations it has had' },
    },
    additionalProperties: false,
  },
};
const waiting = {
  type: 'object',
  description: 'Others who wait in the same queue, by name.',
  additionalProperties: {
    type: 'object',
    properties: { waitedSeconds: seconds, facts },
    required: ['waitedSeconds'],
    additionalProperties: false,
  },
};
const step = {
  type: 'object',
  description: 'What happens next, and how long after what was before.',
  properties: {
    after: durationSchema,
    facts,
    turn: facts,
    queue: text,
    queues: byName,
    queueFacts: facts,
    agents,
  },
  required: ['after'],
  additionalProperties: false,
};

const givenDefinition = {
  type: 'object',
  properties: {
    mediaType: { enum: [...mediaTypes] },
    facts,
    turns: { type: 'array', items: facts, minItems: 1 },
    handoffs: { type: 'integer', minimum: 0, maximum: 100 },
    queue: text,
    waitedSeconds: seconds,
    waiting,
    queues: byName,
    queueFacts: facts,
    agents,
    then: { type: 'array', items: step, minItems: 1 },
    messages: { type: 'array', items: message, minItems: 1 },
    participants: { type: 'array', items: participant, minItems: 1 },
    commands: { type: 'array', items: commandEnd, minItems: 1 },
    endsAfter: durationSchema,
  },
  additionalProperties: false,
};

/** What may be given in a case. */
export const givenFields: readonly string[] = Object.keys(givenDefinition.properties);

const names = { type: ['string', 'array'], items: text, minItems: 1, minLength: 1 };
const point = { enum: [...decisionPoints] };

/** JSON Schema 2020-12 of a file of cases; what they speak of is held to the catalogue and the policy in code. */
export const casesSchema = {
  type: 'object',
  properties: {
    apiVersion: { const: apiVersion },
    kind: { const: 'Cases' },
    name: text,
    description: { type: 'string' },
    cases: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          name: text,
          because: { type: 'string' },
          given,
          expect: {
            type: 'object',
            properties: {
              point,
              decision: { type: 'object', minProperties: 1 },
              fires: names,
              doesNotFire: names,
              reason: names,
            },
            required: ['point'],
            minProperties: 2,
            additionalProperties: false,
          },
        },
        required: ['name', 'given', 'expect'],
        additionalProperties: false,
      },
    },
    tables: {
      type: 'array',
      minItems: 1,
      description: 'Many cases alike: what differs stands in rows, under one header.',
      items: {
        type: 'object',
        properties: {
          name: text,
          because: { type: 'string' },
          point,
          given,
          header: { type: 'array', items: text, minItems: 3, uniqueItems: true },
          rows: { type: 'array', minItems: 1, items: { type: 'array', minItems: 1 } },
        },
        required: ['name', 'point', 'header', 'rows'],
        additionalProperties: false,
      },
    },
  },
  required: ['apiVersion', 'kind', 'name'],
  additionalProperties: false,
  $defs: { agents: agentsDefinition, given: givenDefinition },
};
