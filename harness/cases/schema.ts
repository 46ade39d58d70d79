import { decisionPoints } from '../../engine/decisions/record.ts';
import { mediaTypes } from '../../engine/facts/conversation.ts';
import { commandStatuses } from '../../engine/facts/occurrence.ts';
import { durationSchema } from '../../engine/packs/duration.ts';
import { apiVersion } from '../../engine/packs/packSchema.ts';

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

/** JSON Schema 2020-12 of a file of cases; facts are held to the catalogue by `readCases`. */
export const casesSchema = {
  type: 'object',
  properties: {
    apiVersion: { const: apiVersion },
    kind: { const: 'Cases' },
    name: { type: 'string', minLength: 1 },
    description: { type: 'string' },
    cases: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 1 },
          because: { type: 'string' },
          given: {
            type: 'object',
            properties: {
              mediaType: { enum: [...mediaTypes] },
              facts,
              turns: { type: 'array', items: facts, minItems: 1 },
              queue: { type: 'string', minLength: 1 },
              queues: byName,
              agents: byName,
              messages: { type: 'array', items: message, minItems: 1 },
              participants: { type: 'array', items: participant, minItems: 1 },
              commands: { type: 'array', items: commandEnd, minItems: 1 },
              endsAfter: durationSchema,
            },
            additionalProperties: false,
          },
          expect: {
            type: 'object',
            properties: {
              point: { enum: [...decisionPoints] },
              decision: { type: 'object', minProperties: 1 },
            },
            required: ['point', 'decision'],
            additionalProperties: false,
          },
        },
        required: ['name', 'given', 'expect'],
        additionalProperties: false,
      },
    },
  },
  required: ['apiVersion', 'kind', 'name', 'cases'],
  additionalProperties: false,
};
