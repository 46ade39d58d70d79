/**
 * Gini's coefficient of amounts, zeros included: 0 when all are equal, (n − 1)/n when one has everything; null when all are
 * zero. Source: `(2 Σ i·x(i) − (n + 1) Σ x) / (n Σ x)` over the amounts in order.
 * @param amounts 0 or more.
 */
export function gini(amounts: readonly number[]): number | null {
  const sorted = [...amounts].sort((a, b) => a - b);
  const n = sorted.length;
  const sum = sorted.reduce((total, x) => total + x, 0);
  if (sum === 0) return null;
  const weighted = sorted.reduce((total, x, index) => total + (index + 1) * x, 0);
  return (2 * weighted - (n + 1) * sum) / (n * sum);
}

/**
 * Jain's index of amounts: 1 when all are equal, 1/n when one has everything; null when all are zero.
 * Source: Jain, Chiu, Hawe 1984, DEC-TR-301.
 */
export function jain(amounts: readonly number[]): number | null {
  const sum = amounts.reduce((total, x) => total + x, 0);
  const squares = amounts.reduce((total, x) => total + x * x, 0);
  return squares === 0 ? null : (sum * sum) / (amounts.length * squares);
}
