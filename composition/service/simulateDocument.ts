import { engineVersion } from '../../engine/version.ts';
import { refusalSchema } from './decideSchema.ts';
import { jsonBody, refusal, refusals, schemaNamed } from './openapi.ts';
import { simulatedSchema, simulateRefusalSchema, simulateSchema } from './simulateSchema.ts';

const nobody = (description: string): object => ({
  description,
  ...jsonBody(schemaNamed('Nobody')),
});

/** All that `signalbox serve` serves, as OpenAPI 3.1 has it: the schemas are those that bodies are held to. */
export const simulateDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Signalbox simulation',
    version: engineVersion,
    description: 'Who would get a conversation, and why; and how fairly a policy chooses.',
  },
  paths: {
    '/simulate/routing': {
      post: {
        operationId: 'simulate-routing',
        summary: 'Ranks the agents there are for a conversation that never was.',
        security: [{}, { token: [] }],
        requestBody: { required: true, ...jsonBody(schemaNamed('Simulation')) },
        responses: {
          200: {
            description: 'The ranking, and fairness over the dates.',
            ...jsonBody(schemaNamed('Simulated')),
          },
          400: refusal('The body is no simulation, or its weights are none.'),
          404: nobody('No agent is available.'),
          409: refusal('No pack covers it, or the source lacks a fact that the policy reads.'),
          413: refusal('The body is too long.'),
          415: refusal('The body is not said to be JSON.'),
          422: nobody('Nobody who is available reaches the threshold, or has what is required.'),
          500: refusal('It could not be answered.'),
          503: {
            ...refusal(
              'What is known of agents is too old; or too many ask at one time, and it says when to ask again.',
            ),
            headers: { 'retry-after': { schema: { type: 'integer' }, description: 'In seconds.' } },
          },
          ...refusals,
        },
      },
    },
    '/openapi.json': {
      get: {
        operationId: 'openapi',
        summary: 'This document.',
        security: [{}, { token: [] }],
        responses: {
          200: { description: 'An OpenAPI document.', ...jsonBody({ type: 'object' }) },
          ...refusals,
        },
      },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Simulation: simulateSchema,
      Simulated: simulatedSchema,
      Nobody: simulateRefusalSchema,
      Refusal: refusalSchema,
    },
  },
};
