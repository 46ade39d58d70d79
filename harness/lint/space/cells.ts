import { fromSlots, type Ranges } from '../../../engine/conditions/compiled/ranges.ts';
import type { Leaf } from '../../../engine/conditions/condition.ts';
import { operators } from '../../../engine/conditions/operators/operators.ts';
import type { FactDefinition, FactValue } from '../../../engine/facts/definition.ts';
import { parseServiceLevelTarget } from '../../../engine/facts/serviceLevelTarget.ts';

/**
 * The values of a fact that comparisons tell apart, one of each cell: for a number every threshold within its range, and
 * one number of every gap between two that holds any; the members of an enumeration; of other values those that are
 * named, and one that is not.
 * @param leaves comparisons with the fact; none asks what a text has in it, or a list.
 */
export function cellsOf(fact: FactDefinition, leaves: readonly Leaf[]): readonly FactValue[] {
  const named = [...new Set(leaves.flatMap(({ value }) => [value].flat()))];
  switch (fact.type) {
    case 'number':
      return numberCells(fact, named as number[]);
    case 'boolean':
      return [true, false];
    case 'enumeration':
      return fact.values!;
    case 'serviceLevelTarget':
      return [...(named as string[]), otherTarget(named)];
    default:
      throw new Error(`facts of type ${fact.type} are not one plain value`);
  }
}

/** The cells, by place, in which a comparison holds. */
export function cellsWhere(cells: readonly FactValue[], { operator, value }: Leaf): Ranges {
  const { holds } = operators.get(operator)!;
  return fromSlots(cells.flatMap((found, place) => (holds(found, value) ? [place] : [])));
}

function numberCells({ range = {}, integer = false }: FactDefinition, named: readonly number[]): number[] {
  const { minimum = -Infinity, maximum = Infinity } = range;
  const isValue = (value: number): boolean =>
    Number.isFinite(value) && value >= minimum && value <= maximum && (!integer || Number.isInteger(value));
  const ends = [minimum, maximum].filter(Number.isFinite);
  const cuts = Float64Array.from(new Set([...named, ...ends])).sort();
  const cells: number[] = [];
  for (let cut = 0; cut <= cuts.length; cut++) {
    const [low, high] = [cuts[cut - 1] ?? -Infinity, cuts[cut] ?? Infinity];
    const between = integer ? wholeBetween(low, high) : numberBetween(low, high);
    if (between !== undefined && isValue(between)) cells.push(between);
    if (isValue(high)) cells.push(high);
  }
  return cells;
}

/** The whole number nearest to zero strictly between two; undefined when there is none. */
function wholeBetween(low: number, high: number): number | undefined {
  const [from, to] = [Math.floor(low) + 1, Math.ceil(high) - 1];
  if (from > to) return undefined;
  return Math.min(Math.max(0, from), to);
}

/** A number with few digits strictly between two; undefined when there is none. */
function numberBetween(low: number, high: number): number | undefined {
  if (low === -Infinity) return high === Infinity ? 0 : firstWithin(low, high, high - 1, high * 2 - 1);
  if (high === Infinity) return firstWithin(low, high, low + 1, low * 2 + 1);
  const middle = low + (high - low) / 2;
  const rounded = Array.from({ length: 16 }, (_, digits) => Number(middle.toFixed(digits)));
  return firstWithin(low, high, ...rounded, middle);
}

function firstWithin(low: number, high: number, ...candidates: readonly number[]): number | undefined {
  return candidates.find((value) => value > low && value < high);
}

function otherTarget(named: readonly unknown[]): string {
  for (let seconds = 20; ; seconds++) {
    const target = `80/${seconds}`;
    if (!named.includes(target) && parseServiceLevelTarget(target) !== undefined) return target;
  }
}
