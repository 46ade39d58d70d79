import { gammaUpper } from './gamma.ts';
import { rootOf } from './rootOf.ts';

/** The chance that a standard normal is at least z. */
export function normalUpperTail(z: number): number {
  const tail = 0.5 * gammaUpper(0.5, (z * z) / 2);
  return z >= 0 ? tail : 1 - tail;
}

/** The value that a standard normal stays below with this probability. @param probability above 0 and below 1. */
export function normalQuantile(probability: number): number {
  if (probability < 0.5) return -normalQuantile(1 - probability);
  return probability === 0.5 ? 0 : rootOf((z) => 1 - probability - normalUpperTail(z), 0, 2);
}
