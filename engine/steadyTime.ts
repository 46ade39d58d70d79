import type { Clock } from './ports.ts';

/**
 * Milliseconds from some beginning, for measuring how much time has passed: on a clock that can be set, nobody's setting
 * it makes time pass. Not comparable with `now`.
 */
export function steadyTime(clock: Clock): number {
  return clock.steady?.() ?? clock.now();
}
