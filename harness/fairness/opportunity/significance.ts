import { clopperPearson, type Interval } from '../../statistics/binomial.ts';
import { chiSquareLowerTail, chiSquareUpperTail } from '../../statistics/chiSquare.ts';
import { quadraticForm } from '../../statistics/covariance.ts';
import { fastChance } from '../../statistics/fastChance.ts';
import type { ChoiceTally } from './choiceTally.ts';

/** Selections expected of an agent, and expected to pass it by, below which the chi-square distribution is not trusted. */
export const smallCount = 5;

/** Times that chance is let choose. */
export const replicates = 9_999;

/** How likely what was seen is where only chance and the yardstick decide. */
export interface Significance {
  /** The chance of a Q at least as large: less even than this. */
  readonly p: number;
  /** The chance of a Q at most as large: more even than this. Not a fault, however small. */
  readonly pMoreEven: number;
  /**
   * - `chiSquare`: by the chi-square distribution
   * - `monteCarlo`: counts are small, so that chance was let choose anew in every decision, and counted
   * - `chiSquarePooled`: counts are small and the decisions too many to be kept; agents with small counts are taken as one
   */
  readonly by: 'chiSquare' | 'monteCarlo' | 'chiSquarePooled';
  /** Only of `monteCarlo`: what the p-value would be with endless tries lies here, 95 % certain. */
  readonly interval?: Interval;
  readonly replicates?: number;
  readonly seed?: string;
}

/** The statistic of evenness and its chances; undefined where no decision had a choice. */
export interface EvennessTest extends Significance {
  /** (O − E)ᵀ V⁺ (O − E). */
  readonly q: number;
  readonly df: number;
}

/** Tests what was chosen against what the yardstick expects. @param seed of resampling. */
export function testEvenness(tally: ChoiceTally, seed: string): EvennessTest | undefined {
  const factor = tally.factored();
  const df = factor.rank;
  if (df === 0) return undefined;
  const q = quadraticForm(factor, (place) => tally.chosen[place]! - tally.expected[place]!);
  return { q, df, ...significanceOf(tally, q, df, seed) };
}

function significanceOf(tally: ChoiceTally, q: number, df: number, seed: string): Significance {
  const isSmall = (place: number): boolean => {
    const [expected, offered] = [tally.expected[place]!, tally.offered[place]!];
    return offered > 0 && Math.min(expected, offered - expected) < smallCount;
  };
  const hasSmall = Array.from({ length: tally.size }, (_, place) => place).some(isSmall);
  if (!hasSmall)
    return { p: chiSquareUpperTail(q, df), pMoreEven: chiSquareLowerTail(q, df), by: 'chiSquare' };
  if (tally.kept.isWhole) return byMonteCarlo(tally, q, seed);
  const { factored, difference } = tally.pooled(isSmall);
  const pooledQ = quadraticForm(factored, (place) => difference[place]!);
  return {
    p: chiSquareUpperTail(pooledQ, Math.max(1, factored.rank)),
    pMoreEven: chiSquareLowerTail(pooledQ, Math.max(1, factored.rank)),
    by: 'chiSquarePooled',
  };
}

/** Q takes few values where counts are small: one that differs by rounding only is the same. */
const rounding = 1e-9;

function byMonteCarlo(tally: ChoiceTally, q: number, seed: string): Significance {
  const resample = tally.kept.resampler(fastChance(seed));
  const counts = new Float64Array(tally.size);
  const factor = tally.factored();
  let [atLeast, atMost] = [0, 0];
  for (let k = 0; k < replicates; k++) {
    resample(counts);
    const drawn = quadraticForm(factor, (place) => counts[place]! - tally.expected[place]!);
    if (drawn >= q * (1 - rounding) - rounding) atLeast++;
    if (drawn <= q * (1 + rounding) + rounding) atMost++;
  }
  return {
    p: (1 + atLeast) / (replicates + 1),
    pMoreEven: (1 + atMost) / (replicates + 1),
    by: 'monteCarlo',
    interval: clopperPearson(atLeast, replicates),
    replicates,
    seed,
  };
}
