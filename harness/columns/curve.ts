import type { Leaf } from '../../engine/conditions/condition.ts';

/**
 * Of how many numbers a comparison holds, for each of several thresholds.
 * @param leaf says which comparison; its own value does not count.
 * @param numbers none NaN; sorted in place.
 * @throws Error when the comparison is not with one number.
 */
export function countFires(
  { operator, fact }: Leaf,
  numbers: Float64Array,
  thresholds: readonly number[],
): readonly number[] {
  const { length } = numbers.sort();
  const below = (threshold: number): number => firstPlace(numbers, (value) => value >= threshold);
  const upTo = (threshold: number): number => firstPlace(numbers, (value) => value > threshold);
  switch (operator) {
    case 'lessThan':
      return thresholds.map(below);
    case 'lessThanInclusive':
      return thresholds.map(upTo);
    case 'greaterThan':
      return thresholds.map((threshold) => length - upTo(threshold));
    case 'greaterThanInclusive':
      return thresholds.map((threshold) => length - below(threshold));
    case 'equal':
      return thresholds.map((threshold) => upTo(threshold) - below(threshold));
    case 'notEqual':
      return thresholds.map((threshold) => length - upTo(threshold) + below(threshold));
    default:
      throw new Error(`there is no curve of ${fact} ${operator}: it does not compare with one number`);
  }
}

/** The first place whose value fits, in an order in which those that fit come last. */
function firstPlace(sorted: Float64Array, fits: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
