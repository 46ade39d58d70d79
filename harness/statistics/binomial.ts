import { betaLower } from './beta.ts';
import { normalQuantile } from './normal.ts';
import { rootOf } from './rootOf.ts';

/** From one value to another. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The chance of at least k successes in n trials; n need not be whole. @param chance of each. */
export function binomialUpperTail(k: number, n: number, chance: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : betaLower(chance, k, n - k + 1);
}

/** The chance of at most k successes in n trials; n need not be whole. */
export function binomialLowerTail(k: number, n: number, chance: number): number {
  return k >= n ? 1 : 1 - betaLower(chance, k + 1, n - k);
}

/**
 * Clopper and Pearson's exact interval for the chance of a success, after k in n trials; n need not be whole.
 * @param confidence 0.95 leaves 2.5 % on either side.
 */
export function clopperPearson(k: number, n: number, confidence = 0.95): Interval {
  const side = (1 - confidence) / 2;
  return {
    low:
      k <= 0
        ? 0
        : Math.min(
            1,
            rootOf((p) => betaLower(Math.min(1, p), k, n - k + 1) - side, 0, 1),
          ),
    high:
      k >= n
        ? 1
        : Math.min(
            1,
            rootOf((p) => betaLower(Math.min(1, p), k + 1, n - k) - (1 - side), 0, 1),
          ),
  };
}

/**
 * The score interval for the chance of a success, after k in n trials: about as often right as it says, where Clopper and
 * Pearson's is at least that; it stays within 0 and 1, and holds for few trials too.
 * Source: Wilson 1927, JASA 22:209–212. @param n above 0. @param confidence 0.95 leaves 2.5 % on either side.
 */
export function wilson(k: number, n: number, confidence = 0.95): Interval {
  const z = normalQuantile((1 + confidence) / 2);
  const share = k / n;
  const shrunk = 1 + (z * z) / n;
  const middle = (share + (z * z) / (2 * n)) / shrunk;
  const half = (z / shrunk) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
