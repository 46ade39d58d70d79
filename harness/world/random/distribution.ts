import type { RandomStream } from './stream.ts';

/** How a length of time is spread. Plain data; all times in seconds. */
export type Distribution =
  | { readonly kind: 'constant'; readonly seconds: number }
  | { readonly kind: 'exponential'; readonly meanSeconds: number }
  /** The logarithm of the seconds is normal: `mu` its mean, `sigma` its standard deviation. */
  | { readonly kind: 'logNormal'; readonly mu: number; readonly sigma: number }
  /** The share still there after so many seconds, ascending, such as a Kaplan–Meier curve at chosen times. */
  | { readonly kind: 'survival'; readonly points: readonly SurvivalPoint[] }
  /** Longer than anything: a customer who never leaves. */
  | { readonly kind: 'never' };

/** @see Distribution */
export interface SurvivalPoint {
  readonly seconds: number;
  /** Above 0 and below 1, falling from point to point. */
  readonly surviving: number;
}

/** @returns a draw in seconds: 0 or more, infinite for `never`. */
export function drawSeconds(distribution: Distribution, chance: RandomStream): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.seconds;
    case 'exponential':
      return distribution.meanSeconds * chance.exponential();
    case 'logNormal':
      return Math.exp(distribution.mu + distribution.sigma * chance.normal());
    case 'survival':
      return survivalSeconds(distribution.points, chance.uniform());
    case 'never':
      return Infinity;
  }
}

/** @returns a draw in whole milliseconds. */
export function drawMs(distribution: Distribution, chance: RandomStream): number {
  return Math.round(drawSeconds(distribution, chance) * 1000);
}

/**
 * Inverse of a survival curve whose hazard is constant between its points and, after the last, stays what it was:
 * nobody has seen further.
 */
function survivalSeconds(points: readonly SurvivalPoint[], surviving: number): number {
  let from: SurvivalPoint = { seconds: 0, surviving: 1 };
  for (const [index, to] of points.entries()) {
    if (surviving >= to.surviving || index === points.length - 1) {
      const hazard = Math.log(from.surviving / to.surviving) / (to.seconds - from.seconds);
      return from.seconds + Math.log(from.surviving / surviving) / hazard;
    }
    from = to;
  }
  return Infinity;
}
