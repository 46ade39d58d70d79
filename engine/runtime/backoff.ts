import type { RuntimeSettings } from '../plugins/configurationSchema.ts';

/** The longest that what was rejected may ask to be left alone for, in seconds. */
export const mostRetryAfterSeconds = 300;

/**
 * The pause before the next attempt: drawn evenly from 0 to a bound that doubles, so that what failed together does not
 * come back together ("full jitter"); or as long as the failure asks for in `retryAfterSeconds`, if that is longer.
 * @param failures so far, from 1.
 * @param failure what the last attempt was rejected with.
 * @param random evenly spread over 0 to 1.
 * @returns milliseconds.
 */
export function pauseAfter(
  failures: number,
  {
    backoffBaseSeconds,
    backoffCapSeconds,
  }: Pick<RuntimeSettings, 'backoffBaseSeconds' | 'backoffCapSeconds'>,
  random: () => number,
  failure?: unknown,
): number {
  const drawn = random() * Math.min(backoffCapSeconds, backoffBaseSeconds * 2 ** (failures - 1));
  return Math.max(drawn, retryAfterSeconds(failure)) * 1000;
}

function retryAfterSeconds(failure: unknown): number {
  if (typeof failure !== 'object' || failure === null || !('retryAfterSeconds' in failure)) return 0;
  const asked = Number(failure.retryAfterSeconds);
  return Number.isNaN(asked) ? 0 : Math.min(asked, mostRetryAfterSeconds);
}
