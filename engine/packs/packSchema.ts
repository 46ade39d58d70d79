import { operators } from '../conditions/operators/operators.ts';
import { mediaTypes } from '../facts/conversation.ts';
import { factsAbout } from '../facts/catalogue.ts';
import type { PackKind } from './packKind.ts';

/** The version every pack names. */
export const apiVersion = 'signalbox/v1';

/** A name: of a pack or of a rule. */
export const nameSchema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$',
  description:
    'letters, digits, space, dot, underscore and hyphen, at most 100, beginning with a letter or digit',
};

/** A reference to the condition language, for a kind's `when`. */
export const conditionSchema = { $ref: '#/$defs/condition' };

/** A fraction of a whole. */
export const fractionSchema = { type: 'number', minimum: 0, maximum: 1 };

/** A text that says something. */
export const textSchema = { type: 'string', minLength: 1 };

const textList = { type: 'array', items: textSchema, minItems: 1, uniqueItems: true };

const commonProperties = {
  apiVersion: { const: apiVersion, description: 'The version of the pack language.' },
  name: {
    ...nameSchema,
    description: `The name decisions report; one of a kind in a policy: ${nameSchema.description}`,
  },
  description: { type: 'string', description: 'For people; changes no decision and no hash.' },
  owner: { type: 'string', description: 'Who answers for this pack; changes no decision and no hash.' },
  appliesTo: {
    type: 'object',
    description: 'Which conversations the pack is for; what is left out means all.',
    properties: { queues: textList, mediaTypes: { ...textList, items: { enum: [...mediaTypes] } } },
    additionalProperties: false,
    minProperties: 1,
  },
};

/** What a kind that decides has as well. */
const decidingProperties = {
  maxAgeSeconds: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 31_536_000,
    description:
      'How old what it reads may be, in seconds. A decision on older data says so; a ranking is then not worked out from it. Left out, any age will do.',
  },
};

/** What a kind whose rules read facts has as well. */
const conditionProperties = {
  missing: {
    type: 'object',
    description:
      'What rules take a missing fact to be: a value, or noMatch (neither the comparison nor its negation holds).',
  },
  conditions: {
    type: 'object',
    description: 'Conditions with a name, used elsewhere as { condition: name }.',
    propertyNames: nameSchema,
    additionalProperties: conditionSchema,
  },
};

/** The JSON Schema (2020-12) of one kind of pack: what AJV enforces and what editors complete from. */
export function packSchema(kind: PackKind): Record<string, unknown> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Signalbox ${kind.kind}`,
    description: kind.title,
    type: 'object',
    properties: {
      ...commonProperties,
      ...(kind.isClaim ? {} : decidingProperties),
      ...(kind.subjects.length === 0 ? {} : conditionProperties),
      kind: { const: kind.kind, description: kind.title },
      ...kind.properties,
    },
    required: ['apiVersion', 'kind', 'name', ...kind.required],
    additionalProperties: false,
    $defs: {
      ...(kind.subjects.length === 0 ? {} : { condition: conditionDefinition(kind) }),
      ...kind.definitions,
    },
  };
}

/** Facts and operators are named one by one, so that an editor can complete them. */
function conditionDefinition(kind: PackKind): object {
  const facts = factsAbout(...kind.subjects);
  const group = (key: string) => ({
    properties: { [key]: { type: 'array', minItems: 1, items: conditionSchema } },
    required: [key],
    additionalProperties: false,
  });
  return {
    type: 'object',
    description:
      'A comparison { fact, operator, value }, or all, any, not of conditions, or { condition: name }.',
    oneOf: [
      {
        properties: {
          fact: { oneOf: facts.map((fact) => ({ const: fact.name, description: fact.description })) },
          operator: {
            oneOf: [...operators.values()].map(({ name, phrase }) => ({ const: name, description: phrase })),
          },
          value: { description: 'What the fact is compared with.' },
        },
        required: ['fact', 'operator', 'value'],
        additionalProperties: false,
      },
      group('all'),
      group('any'),
      { properties: { not: conditionSchema }, required: ['not'], additionalProperties: false },
      { properties: { condition: nameSchema }, required: ['condition'], additionalProperties: false },
    ],
  };
}
