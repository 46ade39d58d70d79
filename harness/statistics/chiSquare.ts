import { gammaLower, gammaUpper } from './gamma.ts';
import { rootOf } from './rootOf.ts';

/** The chance of a chi-square of `df` degrees of freedom of at least x; tiny ones keep their relative precision. */
export function chiSquareUpperTail(x: number, df: number): number {
  return gammaUpper(df / 2, x / 2);
}

/** The chance of a chi-square of at most x. */
export function chiSquareLowerTail(x: number, df: number): number {
  return gammaLower(df / 2, x / 2);
}

/** The value that a chi-square of `df` degrees of freedom stays below with this probability. */
export function chiSquareQuantile(probability: number, df: number): number {
  return rootOf((x) => chiSquareLowerTail(x, df) - probability, 0, df + 10);
}
