import type { Clock } from '../ports.ts';
import type { Intake } from './intake.ts';

/** The longest sleep, in milliseconds: so long a deadline may be overlooked when somebody sets the clock forward. */
const longestSleep = 60_000;

/**
 * Keeps the deadlines: sleeps until the next has passed, and has it taken in. Which deadlines are open is state, made from
 * what was taken in, so that nothing of this need be kept: after a restart those that have passed are taken in at once.
 */
export class Timers {
  readonly #intake: Pick<Intake, 'nextDueAt' | 'takeDue'>;
  readonly #clock: Clock;
  /** The deadline it sleeps until, and what ends the sleep. */
  #asleep: { readonly until: number | undefined; readonly wake: AbortController } | undefined;

  constructor(intake: Pick<Intake, 'nextDueAt' | 'takeDue'>, clock: Clock) {
    this.#intake = intake;
    this.#clock = clock;
  }

  /** The next deadline may be another. */
  wake(): void {
    if (this.#asleep !== undefined && this.#asleep.until !== this.#intake.nextDueAt)
      this.#asleep.wake.abort();
  }

  /** Has deadlines taken in as they pass, until the signal is aborted or the store refuses, which stops everything. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const next = this.#intake.nextDueAt;
      const now = this.#clock.now();
      if (next === undefined || next >= now) await this.#sleep(next, now, signal);
      else if (!(await this.#takeDue(now))) return;
    }
  }

  async #takeDue(now: number): Promise<boolean> {
    return this.#intake.takeDue(now).then(
      () => true,
      () => false,
    );
  }

  /** At the deadline itself it is still in time: a millisecond later it has passed. */
  async #sleep(until: number | undefined, now: number, signal: AbortSignal): Promise<void> {
    const wake = new AbortController();
    this.#asleep = { until, wake };
    const woken = AbortSignal.any([signal, wake.signal]);
    if (until === undefined) await aborted(woken);
    else await this.#clock.sleep(Math.min(until + 1 - now, longestSleep), woken).catch(() => undefined);
    this.#asleep = undefined;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
