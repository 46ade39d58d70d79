/** Halvings: enough to tell neighbouring doubles apart. */
const halvings = 200;

/**
 * Where a rising function crosses zero, by bisection.
 * @param low where it is not above zero. @param high beginning of the search; doubled until the function is above zero.
 */
export function rootOf(rising: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  while (rising(to) < 0) {
    from = to;
    to *= 2;
    if (to === Infinity) return Infinity;
  }
  for (let step = 0; step < halvings; step++) {
    const middle = (from + to) / 2;
    if (middle === from || middle === to || to - from <= 1e-13 * to) break;
    if (rising(middle) < 0) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
