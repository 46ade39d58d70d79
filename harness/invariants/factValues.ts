import fc from 'fast-check';
import type { Condition, Leaf } from '../../engine/conditions/condition.ts';
import { leavesOf } from '../../engine/conditions/condition.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { FactDefinition, FactSubject, FactValue, FactValues } from '../../engine/facts/definition.ts';

/** Values of facts that a policy's rules tell apart: each threshold, what lies just beside it, and the ends of the range. */
export interface FactSource {
  /** Observed facts about these subjects that the rules read, by name. */
  readonly facts: fc.Arbitrary<FactValues>;
  readonly names: readonly string[];
}

/**
 * @param conditions of the rules that will read the facts.
 * @param further texts that some rule reads otherwise than by condition, by fact.
 */
export function factSource(
  conditions: readonly Condition[],
  subjects: readonly FactSubject[],
  further: Readonly<Record<string, readonly string[]>> = {},
): FactSource {
  const leaves = conditions.flatMap(leavesOf);
  const wanted = new Map<string, Leaf[]>(Object.keys(further).map((name) => [name, []]));
  for (const leaf of leaves) {
    const { origin, restsOn = [] } = factCatalogue.get(leaf.fact)!;
    // What is derived has its edges where that which it rests on has them, or near.
    for (const name of origin === 'observed' ? [leaf.fact] : restsOn)
      wanted.set(name, [...(wanted.get(name) ?? []), leaf]);
  }
  const known = [...wanted].filter(([name]) => subjects.includes(factCatalogue.get(name)!.subject));
  const values = known.map(([name, read]) => {
    const fact = factCatalogue.get(name)!;
    return [name, fc.constantFrom(...edges(fact, read, further[name] ?? []))] as const;
  });
  const names = known.map(([name]) => name);
  // What is left out is left out, and never undefined.
  const facts = fc.record(Object.fromEntries(values), { requiredKeys: [] }) as fc.Arbitrary<FactValues>;
  return { names, facts };
}

/** Values to try of a fact: all that some leaf may tell apart, as far as that is finite. */
export function edges(
  fact: FactDefinition,
  leaves: readonly Leaf[],
  further: readonly string[] = [],
): FactValue[] {
  const compared = leaves.flatMap(({ value }) => (Array.isArray(value) ? (value as FactValue[]) : [value]));
  switch (fact.type) {
    case 'number':
      return numbers(
        fact,
        compared.filter((value) => typeof value === 'number'),
      );
    case 'boolean':
      return [true, false];
    case 'enumeration':
      return [...fact.values!];
    case 'serviceLevelTarget':
      return unique([...compared.filter((value) => typeof value === 'string'), fact.example]);
    case 'textList':
      return [[], ...compared.filter((value) => typeof value === 'string').map((value) => [value])];
    default:
      return unique([
        'nothing of the kind',
        ...further.slice(0, 3),
        ...compared.filter((value) => typeof value === 'string'),
      ]);
  }
}

/** How little a number is moved to be on the other side of a threshold. */
export function grainOf({ integer, range }: FactDefinition): number {
  if (integer === true) return 1;
  return (range?.maximum ?? Infinity) <= 1 ? 0.001 : 1;
}

function numbers(fact: FactDefinition, thresholds: readonly number[]): number[] {
  const { minimum = -Infinity, maximum = Infinity } = fact.range ?? {};
  const grain = grainOf(fact);
  const beside = thresholds.flatMap((value) => [value, value - grain, value + grain]);
  const ends = [minimum, maximum, fact.example as number].filter(Number.isFinite);
  // Sums of decimals are not what they look like: 0.3 - 0.001 is written as 0.299.
  const tidy = [...beside, ...ends].map((value) => Math.round(value * 1e6) / 1e6);
  return unique(tidy.filter((value) => value >= minimum && value <= maximum));
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
