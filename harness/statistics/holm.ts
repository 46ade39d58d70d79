/**
 * Holm's step-down adjustment: the chance, whatever is true, that any of the values adjusted to at most α is a false alarm is
 * at most α. In the order given. Source: Holm 1979, Scand. J. Statist. 6:65–70.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let least = 0;
  for (const [place, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - place) * pValues[index]!));
    adjusted[index] = least;
  }
  return adjusted;
}
