import fc from 'fast-check';
import { oddities } from './oddities.ts';

/** The parts of JSON Schema that our schemas are written in. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly if?: Schema | undefined;
  readonly then?: Schema | undefined;
  readonly else?: Schema | undefined;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** How deep conditions and filters nest in what is made. */
const depth = { maxDepth: 6, depthIdentifier: 'schema' };
const absent = Symbol('absent');
const odd = fc.constantFrom(...oddities);

/**
 * Documents made by a schema, with something odd here and there: they reach every corner of it, be there a file in the
 * repository that does or not. Most have mistakes, and few are all mistakes.
 */
export function schemaDocuments(schema: object): fc.Arbitrary<unknown> {
  const root = schema as Schema;
  const { whole } = fc.letrec<Record<string, unknown>>((tie) => {
    const made = (one: Schema): fc.Arbitrary<unknown> =>
      fc.oneof({ weight: 25, arbitrary: meant(one) }, { weight: 1, arbitrary: odd });
    const meant = (one: Schema): fc.Arbitrary<unknown> => {
      if (one.$ref !== undefined) return tie(one.$ref);
      if (one.const !== undefined) return fc.constant(one.const);
      if (one.enum !== undefined) return fc.constantFrom(...one.enum);
      const forms = one.oneOf ?? one.anyOf ?? [one.then, one.else].filter((form) => form !== undefined);
      // What stands beside the alternatives holds for each of them.
      if (forms.length > 0)
        return fc.oneof(depth, ...forms.map((form) => made({ ...one, ...bare, ...form })));
      return fc.oneof(...[one.type ?? 'object'].flat().map((type) => ofType(type, one)));
    };
    const ofType = (type: string, one: Schema): fc.Arbitrary<unknown> => {
      if (type === 'object') return mapping(one);
      if (type === 'array') return lists(made(one.items ?? {}));
      if (type === 'number' || type === 'integer') return numbers(one);
      if (type === 'boolean') return fc.boolean();
      return texts;
    };
    const mapping = (one: Schema): fc.Arbitrary<unknown> => {
      const members = Object.entries(one.properties ?? {}).map(([key, value]): fc.Arbitrary<unknown> => {
        const leftOut = one.required?.includes(key) === true ? 5 : 40;
        return fc
          .tuple(fc.integer({ min: 0, max: 99 }), fc.option(made(value), { nil: absent, freq: 50, ...depth }))
          .map(([percent, member]) => [key, percent < leftOut ? absent : member]);
      });
      const anyName = typeof one.additionalProperties === 'object';
      const more = anyName ? made(one.additionalProperties) : odd;
      const extra = fc.oneof(
        { weight: anyName ? 1 : 15, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.tuple(fc.constantFrom('odd', 'a b', '-', 'x/y~z'), more) },
      );
      return fc.tuple(fc.tuple(...members), extra).map(([entries, one]) => {
        const all = [...entries, ...(one === null ? [] : [one])] as [string, unknown][];
        return Object.fromEntries(all.filter(([, value]) => value !== absent));
      });
    };
    const definitions = Object.entries(root.$defs ?? {});
    return {
      whole: made(root),
      ...Object.fromEntries(definitions.map(([name, one]) => [`#/$defs/${name}`, made(one)])),
    };
  });
  return whole!;
}

/** With one member twice now and then. */
function lists(member: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> {
  return fc
    .tuple(fc.array(member, { maxLength: 3, ...depth }), fc.integer({ min: 0, max: 9 }))
    .map(([list, chance]) => (chance === 0 ? [...list, ...list] : list));
}

/** Of the forms our patterns ask for, and now and then of none. */
const texts = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('a', 'b-c', 'name 1', ';', '80/20', '08:30') },
  { weight: 1, arbitrary: fc.constantFrom('', '\n', 'x'.repeat(11_000)) },
);

/** The alternatives of a schema, to be left out of what stands beside them. */
const bare = { oneOf: undefined, anyOf: undefined, if: undefined, then: undefined, else: undefined };

/** At the bounds, just beside them, and somewhere. */
function numbers({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): fc.Arbitrary<number> {
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter((one) => one !== undefined);
  const beside = bounds.flatMap((one) => [one - 1, one - 0.01, one + 0.01, one + 1]);
  return fc.constantFrom(0, 1, 0.5, 60, ...bounds, ...beside);
}
