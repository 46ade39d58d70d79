import {
  binomialLowerTail,
  binomialUpperTail,
  clopperPearson,
  type Interval,
} from '../../statistics/binomial.ts';
import { holm } from '../../statistics/holm.ts';
import type { ChoiceTally } from './choiceTally.ts';

/** How one agent, or a group of them, fared where there was a choice. */
export interface Share {
  /** Decisions with a choice in which the agent was among those to choose from; of a group, summed over its agents. */
  readonly offered: number;
  readonly chosen: number;
  /** By the yardstick. */
  readonly expected: number;
  /** chosen / expected: 1 is what the yardstick says. */
  readonly ratio: number;
  /** The ratio behind what was seen lies here, 95 % certain. */
  readonly interval: Interval;
  /** (chosen − expected) / √variance: beyond ±2 is seldom chance, for one agent looked at alone. */
  readonly residual: number;
  /** p-value of the difference, either way, adjusted by Holm for how many are looked at. */
  readonly p: number;
}

/** Counts of a share before all are looked at together. */
export interface Counted {
  readonly offered: number;
  readonly chosen: number;
  readonly expected: number;
  /** Of `chosen`, where the yardstick decides; above 0. */
  readonly variance: number;
}

/** The counts of an agent; undefined where the agent was never among those to choose from. */
export function countedOf(tally: ChoiceTally, place: number): Counted | undefined {
  const variance = tally.variance(place);
  return variance > 0
    ? {
        offered: tally.offered[place]!,
        chosen: tally.chosen[place]!,
        expected: tally.expected[place]!,
        variance,
      }
    : undefined;
}

/** Shares in the order of the counts. */
export function sharesOf(all: readonly Counted[]): Share[] {
  const adjusted = holm(all.map(pValue));
  return all.map((counted, index) => {
    const { offered, chosen, expected, variance } = counted;
    const { trials, chance } = matchedBinomial(counted);
    const { low, high } = clopperPearson(chosen, trials);
    return {
      offered,
      chosen,
      expected,
      ratio: chosen / expected,
      interval: { low: low / chance, high: high / chance },
      residual: (chosen - expected) / Math.sqrt(variance),
      p: adjusted[index]!,
    };
  });
}

/**
 * Decisions have different numbers to choose from, so how often an agent is chosen is a sum of unlike chances. It is taken
 * as the binomial of the same mean and variance, with trials that need not be whole: exact where the chances are alike,
 * and on the safe side otherwise. Source: Ehm 1991, Statist. Probab. Lett. 11:7–16. Who was chosen more often than it has
 * trials is held to as many as there were, which is on the safe side too.
 */
function matchedBinomial({ offered, chosen, expected, variance }: Counted): {
  readonly trials: number;
  readonly chance: number;
} {
  const matched = expected / Math.max(1 - variance / expected, 1e-12);
  const trials = chosen > matched ? offered : matched;
  return { trials, chance: expected / trials };
}

function pValue(counted: Counted): number {
  const { trials, chance } = matchedBinomial(counted);
  const { chosen } = counted;
  return Math.min(
    1,
    2 * Math.min(binomialLowerTail(chosen, trials, chance), binomialUpperTail(chosen, trials, chance)),
  );
}
