/** How pauses between attempts grow, in seconds. */
export interface Backoff {
  /** The range of the first pause. */
  readonly backoffBaseSeconds: number;
  /** Where its doubling ends. */
  readonly backoffCapSeconds: number;
}

/**
 * The pause after a failed attempt: drawn evenly from 0 to a range that doubles with each, up to a cap, so that what
 * failed together does not come back together. Source: "full jitter" in M. Brooker, Exponential Backoff And Jitter, AWS
 * Architecture Blog, 2015.
 * @param failures so far, from 1.
 * @param random evenly spread over 0 to 1.
 * @returns milliseconds.
 */
export function backoffMilliseconds(
  failures: number,
  { backoffBaseSeconds, backoffCapSeconds }: Backoff,
  random: () => number,
): number {
  return random() * Math.min(backoffCapSeconds, backoffBaseSeconds * 2 ** (failures - 1)) * 1000;
}
