import type { Interval } from '../../statistics/binomial.ts';
import { chiSquareQuantile } from '../../statistics/chiSquare.ts';
import {
  noncentralChiSquareLowerTail,
  noncentralChiSquareQuantile,
  noncentralityAt,
} from '../../statistics/noncentralChiSquare.ts';
import { rootOf } from '../../statistics/rootOf.ts';

/** How often a verdict may be wrong on either side. */
export const error = 0.05;

/** How often what there is to be found should be found. */
const power = 0.8;

/** How uneven selections are, whatever the number of decisions. */
export interface Effect {
  /** Cohen's w = √(Q / N): 0.1 is small, 0.3 medium, 0.5 large. Few decisions inflate it: chance alone gives √(df / N). */
  readonly w: number;
  /** √((Q − df) / N), or 0: without what chance alone gives on average. */
  readonly beyondChance: number;
  /** The w behind what was seen lies here, with `error` on either side. */
  readonly interval: Interval;
  /** Cramér's V = w / √(n − 1), with n agents. */
  readonly cramersV: number;
}

/** Source of the interval: Steiger 2004, Psychological Methods 9:164–182, by inverting the noncentral chi-square. */
export function effectOf(q: number, df: number, choices: number, agents: number): Effect {
  const w = (noncentrality: number): number => Math.sqrt(noncentrality / choices);
  return {
    w: w(q),
    beyondChance: w(Math.max(0, q - df)),
    interval: { low: w(noncentralityAt(q, df, 1 - error)), high: w(noncentralityAt(q, df, error)) },
    cramersV: w(q) / Math.sqrt(agents - 1),
  };
}

/** What a number of decisions can show. */
export interface Reach {
  /** The least w that as many decisions would show to be above the tolerance, four times out of five. */
  readonly smallestShown: number;
  /** So many decisions with a choice would show a perfectly even policy to be FAIR, four times out of five. */
  readonly choicesToShowFair: number;
}

/** @param tolerance the largest w still called fair. */
export function reachOf(df: number, choices: number, tolerance: number): Reach {
  const critical = noncentralChiSquareQuantile(1 - error, df, choices * tolerance ** 2);
  const shown = rootOf(
    (noncentrality) => 1 - power - noncentralChiSquareLowerTail(critical, df, noncentrality),
    0,
    critical,
  );
  const evenAtWorst = chiSquareQuantile(power, df);
  return {
    smallestShown: Math.sqrt(shown / choices),
    choicesToShowFair: Math.ceil(noncentralityAt(evenAtWorst, df, error) / tolerance ** 2),
  };
}
