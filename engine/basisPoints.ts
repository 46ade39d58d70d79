/** A whole: weights sum to it, attributes and scores are parts of it. One basis point is 0.0001. */
export const WHOLE_BP = 10_000;

/** @returns a fraction as basis points, rounded half up. */
export function toBasisPoints(fraction: number): number {
  return Math.round(fraction * WHOLE_BP);
}

/**
 * Splits the whole in proportion to the given shares, each at least 0 and not all 0, by largest remainder, so that the
 * parts are integers and sum to exactly 10,000. Equal remainders go to the earlier share.
 * Source: Hamilton's method of apportionment.
 */
export function apportion(shares: readonly number[]): number[] {
  // Scaling by the largest first keeps sums of very large or very small shares finite.
  const largest = Math.max(...shares);
  const scaled = shares.map((share) => share / largest);
  const total = scaled.reduce((sum, share) => sum + share, 0);
  // Rounding to a billionth of a basis point keeps 0.4/0.3/0.3 and 4/3/3 the same: float noise is far below it.
  const exact = scaled.map((share) => Math.round((share / total) * WHOLE_BP * 1e9) / 1e9);
  const parts = exact.map(Math.floor);
  const left = WHOLE_BP - parts.reduce((sum, part) => sum + part, 0);
  exact
    .map((value, index) => ({ index, remainder: value - parts[index]! }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, left)
    .forEach(({ index }) => parts[index]!++);
  return parts;
}
