import { requestFaultKinds, streamFaultKinds } from './fault.ts';

/** JSON Schema 2020-12 of what `POST /sandbox/faults` takes: a list of `Fault`. */
export const faultsSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Faults of the sandbox, by script',
  type: 'array',
  minItems: 1,
  maxItems: 100_000,
  items: {
    type: 'object',
    properties: {
      kind: { enum: [...requestFaultKinds, ...streamFaultKinds] },
      at: { type: 'string' },
      count: { type: 'integer', minimum: 1 },
      operation: { type: 'string' },
      status: { type: 'integer', minimum: 500, maximum: 599 },
      retryAfter: { enum: ['seconds', 'date', 'none'] },
      seconds: { type: 'number', minimum: 0 },
    },
    required: ['kind'],
    additionalProperties: false,
  },
};
