import type { Clock } from '../engine/ports.ts';

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** A clock that stands still until it is told to go on. */
export class VirtualClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];

  /** @param start milliseconds since 1970-01-01 UTC. */
  constructor(start = Date.UTC(2026, 2, 2, 9)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** When the next of those who sleep wakes, in milliseconds since 1970; undefined when nobody sleeps. */
  get nextAt(): number | undefined {
    return this.#sleepers.length === 0 ? undefined : Math.min(...this.#sleepers.map(({ at }) => at));
  }

  /** Goes on to a moment, and wakes nobody: who sleeps until then wakes with `next`. */
  jump(to: number): void {
    this.#now = Math.max(this.#now, to);
  }

  /** How many sleep. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
      };
      const stop = (): void => {
        leave();
        reject(signal!.reason as Error);
      };
      const sleeper: Sleeper = {
        at: this.#now + Math.max(0, milliseconds),
        wake: () => {
          leave();
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      if (signal?.aborted === true) return stop();
      signal?.addEventListener('abort', stop, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** Goes on to the next moment at which somebody wakes, and wakes who sleeps until then. */
  next(): void {
    const at = Math.min(...this.#sleepers.map((sleeper) => sleeper.at));
    if (at === Infinity) return;
    this.#now = Math.max(this.#now, at);
    for (const sleeper of this.#sleepers.filter((one) => one.at === at)) sleeper.wake();
  }

  /** Goes on by this many milliseconds, waking on the way, and letting the woken act before the next wakes. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const at = Math.min(...this.#sleepers.map((sleeper) => sleeper.at));
      if (at > end) break;
      this.next();
    }
    this.#now = end;
  }
}

/** Lets everything run that waits for no clock and no socket. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
