import { decisionPoints } from '../../engine/decisions/record.ts';
import { mediaTypes } from '../../engine/facts/conversation.ts';
import { apiVersion } from '../../engine/packs/packSchema.ts';

const facts = { type: 'object' };
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
