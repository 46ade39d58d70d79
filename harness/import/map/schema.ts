const text = { type: 'string', minLength: 1, maxLength: 1000 };
const scalar = { type: ['string', 'number', 'boolean'] };
const scalars = { type: 'array', items: scalar, minItems: 1 };
const filter = { $ref: '#/$defs/filter' };
const oneCharacter = { type: 'string', pattern: '^[^\\n\\r]$', description: 'one character' };

function object(properties: Readonly<Record<string, object>>, required: readonly string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** One form where the value is a mapping, another where it is not: so that errors speak of the form that was meant. */
function mappingOr(otherwise: object, mapping: object): object {
  return { if: { type: 'object' }, then: mapping, else: otherwise };
}

function listOr(one: object): object {
  return { if: { type: 'array' }, then: { type: 'array', items: one, minItems: 1 }, else: one };
}

function columnOf(value: object, more: Readonly<Record<string, object>> = {}): object {
  const values = { type: 'object', additionalProperties: value, minProperties: 1 };
  return {
    ...object({ column: text, values, otherwise: value, ...more }, ['column']),
    dependentRequired: { otherwise: ['values'] },
  };
}

const factValue = { type: ['string', 'number', 'boolean', 'array'] };
const turnFactColumn = {
  unknown: scalars,
  separator: oneCharacter,
  when: filter,
  pseudonym: { type: 'boolean' },
};
const factColumn = { ...turnFactColumn, knownFrom: { enum: ['started', 'queued'] } };

const moment = listOr(
  object({ column: text, plusSeconds: { type: 'number', minimum: 0 }, plusSecondsIn: text, when: filter }),
);

const clock = object({
  format: text,
  date: object({ column: text, format: text }, ['column', 'format']),
  timeOfDay: object({ format: text, wrapsAfter: text }, ['format', 'wrapsAfter']),
  rows: object({ start: text, everySeconds: { type: 'number', minimum: 0.001 } }, ['start', 'everySeconds']),
});

/** JSON Schema 2020-12 of an import map. What it cannot say is checked by `mapMeaning`. */
export const importMapSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'How the rows of a call log become a recording',
  ...object(
    {
      apiVersion: { const: 'signalbox/v1' },
      kind: { const: 'ImportMap' },
      name: text,
      source: { type: 'string', minLength: 1, maxLength: 10_000 },
      format: object(
        {
          type: { enum: ['csv', 'tsv', 'ndjson', 'json'] },
          delimiter: oneCharacter,
          quote: { type: 'string', pattern: '^([^\\n\\r]|none)$', description: 'one character, or none' },
          columns: { type: 'array', items: text, minItems: 1 },
          encoding: text,
        },
        ['type'],
      ),
      timeZone: text,
      clock,
      exclude: {
        type: 'array',
        items: object(
          {
            reason: {
              type: 'string',
              pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
              description: 'small letters, digits and hyphens, such as wrong-number',
            },
            when: filter,
          },
          ['reason', 'when'],
        ),
      },
      conversation: object(
        {
          id: object({ columns: { type: 'array', items: text, minItems: 1 }, rowNumber: { const: true } }),
          mediaType: mappingOr(text, columnOf(text)),
          queue: mappingOr(text, columnOf(text)),
          facts: {
            type: 'object',
            additionalProperties: mappingOr(factValue, columnOf(factValue, factColumn)),
          },
        },
        ['id', 'mediaType'],
      ),
      moments: object(
        { started: moment, queued: moment, answered: moment, abandoned: moment, ended: moment },
        ['started'],
      ),
      turns: object(
        {
          list: text,
          everySeconds: { type: 'number', minimum: 0.001, maximum: 86_400 },
          customer: filter,
          facts: {
            type: 'object',
            additionalProperties: mappingOr(factValue, columnOf(factValue, turnFactColumn)),
          },
          escalatedAt: filter,
          escalatedInTheEnd: filter,
        },
        ['list', 'everySeconds', 'customer'],
      ),
      toleranceSeconds: { type: 'number', minimum: 0, maximum: 43_200 },
      agent: object({ column: text, unknown: scalars }, ['column']),
      agents: object(
        {
          onQueueFrom: { enum: ['firstAnswer'] },
          offQueueAfterMinutes: { type: 'number', minimum: 1, maximum: 100_000 },
        },
        ['onQueueFrom', 'offQueueAfterMinutes'],
      ),
    },
    ['apiVersion', 'kind', 'name', 'source', 'format', 'clock', 'conversation', 'moments'],
  ),
  $defs: {
    filter: object({
      all: { type: 'array', items: filter, minItems: 1 },
      any: { type: 'array', items: filter, minItems: 1 },
      not: filter,
      column: text,
      equals: scalar,
      in: scalars,
      greaterThan: { type: 'number' },
      lessThan: { type: 'number' },
      empty: { type: 'boolean' },
    }),
  },
};
