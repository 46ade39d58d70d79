import { backoffMilliseconds, type Backoff } from '../backoff.ts';

/** The longest that what was rejected may ask to be left alone for, in seconds. */
export const mostRetryAfterSeconds = 300;

/**
 * The pause before the next attempt: a backoff, or as long as the failure asks for in `retryAfterSeconds`, if that is
 * longer.
 * @param failures so far, from 1.
 * @param random evenly spread over 0 to 1.
 * @param failure what the last attempt was rejected with.
 * @returns milliseconds.
 */
export function pauseAfter(
  failures: number,
  backoff: Backoff,
  random: () => number,
  failure?: unknown,
): number {
  return Math.max(backoffMilliseconds(failures, backoff, random), retryAfterSeconds(failure) * 1000);
}

/**
 * A pause that an actor set itself, or as long as the failure asks for, if that is longer.
 * @returns milliseconds.
 */
export function pauseOf(seconds: number, failure?: unknown): number {
  return Math.max(seconds, retryAfterSeconds(failure)) * 1000;
}

function retryAfterSeconds(failure: unknown): number {
  if (typeof failure !== 'object' || failure === null || !('retryAfterSeconds' in failure)) return 0;
  const asked = Number(failure.retryAfterSeconds);
  return Number.isNaN(asked) ? 0 : Math.min(asked, mostRetryAfterSeconds);
}
