import { gammaLower, gammaStep } from './gamma.ts';
import { rootOf } from './rootOf.ts';

/** Terms of the sum smaller than this change nothing any more. */
const negligible = 1e-17;

/**
 * The chance that a noncentral chi-square is at most x: central ones, mixed by a Poisson distribution, summed from its mode
 * outwards. Absolute precision about 10^−13.
 * Source: Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 2, 29.2; summation after Benton and Krishnamoorthy 2003.
 * @param df degrees of freedom, above 0. @param noncentrality 0 or more.
 */
export function noncentralChiSquareLowerTail(x: number, df: number, noncentrality: number): number {
  if (x <= 0) return 0;
  const [half, mean] = [x / 2, noncentrality / 2];
  const mode = Math.floor(mean);
  const atMode = gammaStep(mode, mean);
  const lower = gammaLower(df / 2 + mode, half);
  let sum = atMode * lower;
  let [poisson, tail, a] = [atMode, lower, df / 2 + mode];
  let step = gammaStep(a, half);
  for (let j = mode + 1; mean > 0; j++) {
    poisson *= mean / j;
    tail = Math.max(0, tail - step);
    a++;
    step *= half / a;
    sum += poisson * tail;
    if (poisson * tail < negligible && j > mean) break;
  }
  [poisson, tail, a] = [atMode, lower, df / 2 + mode];
  step = gammaStep(a, half);
  for (let j = mode - 1; j >= 0; j--) {
    poisson *= (j + 1) / mean;
    step *= a / half;
    a--;
    tail = Math.min(1, tail + step);
    sum += poisson * tail;
    if (poisson < negligible) break;
  }
  return Math.min(1, sum);
}

/** The value that a noncentral chi-square stays below with this probability. */
export function noncentralChiSquareQuantile(probability: number, df: number, noncentrality: number): number {
  const mean = df + noncentrality;
  return rootOf((x) => noncentralChiSquareLowerTail(x, df, noncentrality) - probability, 0, mean + 10);
}

/**
 * The noncentrality at which a value at most x has this probability; 0 where even without any it has less.
 * As the probability falls the noncentrality grows: 0.95 and 0.05 bound it with five per cent on either side.
 */
export function noncentralityAt(x: number, df: number, probability: number): number {
  const missing = (noncentrality: number): number =>
    probability - noncentralChiSquareLowerTail(x, df, noncentrality);
  return missing(0) >= 0 ? 0 : rootOf(missing, 0, x + 10);
}
