import type { Operation, Parameter } from '../contract/contract.ts';
import { badRequest } from './refusal.ts';

/** What a request asks for after the question mark, held to the contract. */
export class Query {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  /**
   * @throws Refusal 400 for what the contract does not know, misses, or has of another type: stricter than the real
   * platform, which passes over what it does not know.
   */
  constructor(operation: Operation, search: URLSearchParams) {
    const known = new Map(
      operation.parameters.filter((one) => one.in === 'query').map((one) => [one.name, one]),
    );
    const unknown = [...search.keys()].find((name) => !known.has(name));
    if (unknown !== undefined) throw invalid(unknown, 'is not a parameter of this operation');
    const missing = [...known.values()].find((one) => one.required === true && !search.has(one.name));
    if (missing !== undefined) throw invalid(missing.name, 'is required');
    this.#values = new Map(
      [...known.values()]
        .filter(({ name }) => search.has(name))
        .map((parameter) => [parameter.name, valuesOf(parameter, search.getAll(parameter.name))]),
    );
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  number(name: string): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : Number(value);
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : value === 'true';
  }

  /** Repeated (`a=1&a=2`) or joined by commas (`a=1,2`), as the official SDK for JavaScript sends it. */
  list(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

function valuesOf({ name, schema }: Parameter, values: readonly string[]): readonly string[] {
  switch (schema['type']) {
    case 'array':
      return values.flatMap((value) => value.split(',')).filter((value) => value !== '');
    case 'number':
    case 'integer':
      if (!values.every((value) => value !== '' && Number.isFinite(Number(value))))
        throw invalid(name, 'must be a number');
      return values;
    case 'boolean':
      if (!values.every((value) => value === 'true' || value === 'false'))
        throw invalid(name, 'must be true or false');
      return values;
    default:
      return values;
  }
}

function invalid(name: string, why: string): Error {
  return badRequest('invalid.query.param.value', `Query parameter ${name} ${why}`);
}
