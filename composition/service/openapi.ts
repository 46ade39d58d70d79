import { engineVersion } from '../../engine/version.ts';
import { answerSchemas, askedPoints, decideSchema, refusalSchema, type AskedPoint } from './decideSchema.ts';

/** What each point is asked for. */
const purposes: Readonly<Record<AskedPoint, string>> = {
  handoff: 'The customer said something to the bot: whether it hands over, and where to.',
  skills: 'The skills of a conversation that waits; facts that are told are taken in first.',
  order: 'The place of a conversation that waits; facts that are told are taken in first.',
  ranking: 'The agent ranked first for a conversation that waits; facts that are told are taken in first.',
};

export const schemaNamed = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
export const jsonBody = (schema: object): object => ({ content: { 'application/json': { schema } } });
export const refusal = (description: string): object => ({
  description,
  ...jsonBody(schemaNamed('Refusal')),
});

const check = {
  type: 'object',
  properties: { name: { type: 'string' }, ready: { type: 'boolean' }, why: { type: 'string' } },
  required: ['name', 'ready', 'why'],
  additionalProperties: false,
};
const readiness = {
  type: 'object',
  properties: { ready: { type: 'boolean' }, checks: { type: 'array', items: check } },
  required: ['ready', 'checks'],
  additionalProperties: false,
};
const health = {
  type: 'object',
  properties: { alive: { const: true } },
  required: ['alive'],
  additionalProperties: false,
};

/** The refusals that any request may meet. */
export const refusals = {
  401: refusal(
    'The header "authorization: Bearer <token>" is missing, or its token is not one of those that may ask.',
  ),
  405: refusal('Another method is served there.'),
};

function asking(point: AskedPoint): object {
  return {
    post: {
      operationId: `decide-${point}`,
      summary: purposes[point],
      security: [{ token: [] }],
      requestBody: { required: true, ...jsonBody(schemaNamed('Question')) },
      responses: {
        200: {
          description: 'The decision, or the declared fallback.',
          ...jsonBody(schemaNamed(`${point}-answer`)),
        },
        400: refusal('The body is no question: told is what is wrong, without what it says.'),
        413: refusal('The body is too long.'),
        415: refusal('The body is not said to be JSON.'),
        ...refusals,
      },
    },
  };
}

function watching(operationId: string, summary: string, responses: object): object {
  return {
    get: { operationId, summary, security: [{}, { token: [] }], responses: { ...responses, ...refusals } },
  };
}

/** All that a run serves, as OpenAPI 3.1 has it: the schemas are those that bodies are held to. */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Signalbox',
    version: engineVersion,
    description: 'Decisions on request, and how the run is doing.',
  },
  paths: {
    ...Object.fromEntries(askedPoints.map((point) => [`/v1/decide/${point}`, asking(point)])),
    '/v1/openapi.json': watching('openapi', 'This document.', {
      200: { description: 'An OpenAPI document.', ...jsonBody({ type: 'object' }) },
    }),
    '/healthz': watching('healthz', 'Whether the process lives.', {
      200: { description: 'It does.', ...jsonBody(health) },
    }),
    '/readyz': watching('readyz', 'Whether it can work, and what it lacks.', {
      200: { description: 'It can.', ...jsonBody(readiness) },
      503: { description: 'It cannot.', ...jsonBody(readiness) },
    }),
    '/metrics': watching('metrics', 'Figures in Prometheus’ text format.', {
      200: { description: 'The figures.', content: { 'text/plain': { schema: { type: 'string' } } } },
    }),
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Question: decideSchema,
      Refusal: refusalSchema,
      ...Object.fromEntries(askedPoints.map((point) => [`${point}-answer`, answerSchemas[point]])),
    },
  },
};
