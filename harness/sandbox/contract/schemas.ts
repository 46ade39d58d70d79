import { notifications, operations, operationSchemas, type Schema } from './contract.ts';

/** Schemas by name, and the schema they all refer into. */
export interface SchemaSet {
  readonly shared: object;
  readonly byName: Readonly<Record<string, object>>;
}

/**
 * What every exchange is held to: `<operation>.request`, `<operation>.response`, and `error` for what is refused.
 * The contract leaves its objects open. Here they are closed: a field it does not know is a mistake of ours.
 */
export function exchangeSchemas(): SchemaSet {
  const bodies = operations.flatMap(({ id, request, response }): [string, Schema][] => [
    ...(request === undefined ? [] : [[`${id}.request`, request] as [string, Schema]]),
    ...(response === undefined ? [] : [[`${id}.response`, response] as [string, Schema]]),
  ]);
  return closedSet(operationSchemas, [...bodies, ['error', { $ref: '#/components/schemas/ErrorBody' }]]);
}

/** What every notification is held to, by topic. */
export function frameSchemas(): SchemaSet {
  const topics = Object.entries(notifications['x-topics']);
  return closedSet(
    notifications.components.schemas,
    topics.map(([topic, { eventBody }]) => [topic, eventBody]),
  );
}

function closedSet(schemas: Readonly<Record<string, Schema>>, named: readonly [string, Schema][]): SchemaSet {
  return {
    shared: { $id: 'contract', $defs: closed(schemas) },
    byName: Object.fromEntries(named.map(([name, schema]) => [name, closed(schema) as object])),
  };
}

/** JSON Schema 2020-12 of OpenAPI 3.0, as far as the contract goes, with objects closed. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, held]): [string, unknown] =>
    key === '$ref'
      ? [key, String(held).replace('#/components/schemas/', 'contract#/$defs/')]
      : [key, closed(held)],
  );
  const schema = Object.fromEntries(entries);
  if (schema['type'] !== 'object' || 'additionalProperties' in schema) return schema;
  // An object of which nothing is said stands for any value at all: the SDK's own types have it so.
  return typeof schema['properties'] === 'object' ? { ...schema, additionalProperties: false } : {};
}
