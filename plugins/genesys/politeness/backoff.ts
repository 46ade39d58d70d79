import type { PolitenessSettings } from './settings.ts';

/**
 * The pause after a failed attempt, in milliseconds: evenly drawn from 0 to a range that doubles with each attempt, up
 * to a cap. Source: "full jitter" in M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015.
 * @param attempt the one that failed, from 1.
 * @param random evenly spread over 0 to 1.
 */
export function backoffMilliseconds(
  attempt: number,
  {
    backoffBaseSeconds,
    backoffCapSeconds,
  }: Pick<PolitenessSettings, 'backoffBaseSeconds' | 'backoffCapSeconds'>,
  random: () => number,
): number {
  return random() * Math.min(backoffCapSeconds, backoffBaseSeconds * 2 ** (attempt - 1)) * 1000;
}
