import type { RuntimeSettings } from '../plugins/configurationSchema.ts';

/**
 * The pause before the next attempt: drawn evenly from 0 to a bound that doubles, so that what failed together does not
 * come back together ("full jitter").
 * @param failures so far, from 1.
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
): number {
  return random() * Math.min(backoffCapSeconds, backoffBaseSeconds * 2 ** (failures - 1)) * 1000;
}
