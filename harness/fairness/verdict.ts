import { withCommas } from '../figures.ts';
import { error, type Effect, type Reach } from './opportunity/effect.ts';

/** What can be said of a claim. */
export const verdicts = ['FAIR', 'UNFAIR', 'NOT ENOUGH DATA'] as const;
export type Verdict = (typeof verdicts)[number];

/** A verdict and the numbers it rests on, in a sentence. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly because: string;
}

/** Decisions that could not even show an effect of this size, which is large, decide nothing: what they seem to show is luck. */
export const largeEffect = 0.5;

/**
 * By the interval of the effect against the tolerance, so that many decisions make no trifle UNFAIR and few make nothing
 * FAIR. UNFAIR needs a p-value below `error` beside, which is exact where counts are small: so an even policy is called
 * UNFAIR at most that often, whatever the approximation of the interval is worth.
 */
export function judge(
  choices: number,
  { interval }: Pick<Effect, 'interval'>,
  { smallestShown, choicesToShowFair }: Reach,
  p: number,
  tolerance: number,
): Judgement {
  const enough = `an even policy would take about ${withCommas(choicesToShowFair)} to be shown FAIR`;
  const range = `the effect w lies between ${figure(interval.low)} and ${figure(interval.high)}`;
  if (smallestShown > Math.max(largeEffect, 2 * tolerance))
    return {
      verdict: 'NOT ENOUGH DATA',
      because: `${withCommas(choices)} decisions with a choice could show no effect w below ${figure(smallestShown)}, and ${largeEffect} is already large; ${enough}`,
    };
  if (interval.low > tolerance && p < error)
    return { verdict: 'UNFAIR', because: `${range}, all of it above the limit ${tolerance}` };
  if (interval.high <= tolerance)
    return { verdict: 'FAIR', because: `${range}, none of it above the limit ${tolerance}` };
  return {
    verdict: 'NOT ENOUGH DATA',
    because: `${range}, on both sides of the limit ${tolerance}, after ${withCommas(choices)} decisions with a choice; ${enough}`,
  };
}

/** The worst is what holds of all: one UNFAIR is enough, and only FAIR throughout is FAIR. */
export function worstOf(all: readonly Verdict[]): Verdict {
  if (all.includes('UNFAIR')) return 'UNFAIR';
  return all.length > 0 && all.every((one) => one === 'FAIR') ? 'FAIR' : 'NOT ENOUGH DATA';
}

function figure(value: number): string {
  return value.toFixed(3);
}
