import type { Kernel } from './kernel.ts';
import type { ShiftModel } from './scenario.ts';
import { DAY_MS, sinceMidnightMs } from './timeOfDay.ts';

/** What a schedule asks of an agent. An agent in a conversation finishes it first. */
interface ShiftActions {
  logIn(): void;
  /** For a break or for the day. */
  leave(): void;
  comeBack(): void;
}

/** Puts an agent's days on the clock, one at a time; an agent without a shift logs in at the start and stays. */
export function scheduleShift(
  kernel: Kernel,
  shift: ShiftModel | undefined,
  days: number,
  actions: ShiftActions,
): void {
  const firstMidnight = kernel.now;
  if (shift === undefined) {
    kernel.schedule(firstMidnight, 'shift', () => actions.logIn());
    return;
  }
  const beginDay = (day: number): void => {
    const midnight = firstMidnight + day * DAY_MS;
    kernel.schedule(midnight + sinceMidnightMs(shift.from), 'shift', () => {
      actions.logIn();
      for (const pause of shift.breaks) {
        const from = midnight + sinceMidnightMs(pause.at);
        kernel.schedule(from, 'shift', () => actions.leave());
        kernel.schedule(from + pause.minutes * 60_000, 'shift', () => actions.comeBack());
      }
      kernel.schedule(midnight + sinceMidnightMs(shift.to), 'shift', () => {
        actions.leave();
        if (day + 1 < days) beginDay(day + 1);
      });
    });
  };
  beginDay(0);
}
