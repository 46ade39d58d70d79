/**
 * The places of a longest rising run of numbers, not necessarily side by side: what need not be moved to put all in order.
 * In n·log n, by patience sorting (Fredman 1975).
 * @param numbers all different.
 */
export function longestRising(numbers: readonly number[]): readonly number[] {
  /** By length, the place of the smallest number that ends a run so long. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [place, value] of numbers.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    before.push(low === 0 ? undefined : ends[low - 1]);
    ends[low] = place;
  }
  const run: number[] = [];
  for (let place = ends.at(-1); place !== undefined; place = before[place]) run.push(place);
  return run.reverse();
}
