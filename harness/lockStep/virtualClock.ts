import type { Clock } from '../../engine/ports.ts';
import { EventQueue } from '../world/eventQueue.ts';

interface Sleeper {
  /** Whether the sleep has ended, one way or the other. */
  isAwake: boolean;
  wake(): void;
}

/** A clock that stands still until it is told to go on. Who sleeps until one moment wakes in the order of falling asleep. */
export class VirtualClock implements Clock {
  #now: number;
  /** With sleepers whose sleep has ended early, until their time comes: to take one out of the middle costs more. */
  readonly #sleepers = new EventQueue<Sleeper>();
  #sleeping = 0;
  #noticed: (() => void) | undefined;

  /** @param start milliseconds since 1970-01-01 UTC. */
  constructor(start = Date.UTC(2026, 2, 2, 9)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** When the next of those who sleep wakes, in milliseconds since 1970; undefined when nobody sleeps. */
  get nextAt(): number | undefined {
    while (this.#sleepers.first?.isAwake === true) this.#sleepers.pop();
    return this.#sleepers.nextAt;
  }

  /** How many sleep. */
  get sleeping(): number {
    return this.#sleeping;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const leave = (): void => {
        sleeper.isAwake = true;
        this.#sleeping--;
      };
      const stop = (): void => {
        leave();
        reject(signal!.reason as Error);
      };
      const sleeper: Sleeper = {
        isAwake: false,
        wake: () => {
          leave();
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#noticed?.();
      this.#sleeping++;
      this.#sleepers.push(this.#now + Math.max(0, milliseconds), 0, sleeper);
    });
  }

  /** Resolves when somebody next falls asleep. */
  fallsAsleep(): Promise<void> {
    return new Promise((resolve) => (this.#noticed = resolve));
  }

  /** Goes on to a moment, and wakes nobody: who sleeps until then wakes with `wake`. */
  jump(to: number): void {
    this.#now = Math.max(this.#now, to);
  }

  /** Wakes the one who was to wake first, if their time has come. @returns whether there was one. */
  wake(): boolean {
    if (!((this.nextAt ?? Infinity) <= this.#now)) return false;
    this.#sleepers.pop()!.wake();
    return true;
  }

  /** Goes on to the next moment at which somebody wakes, and wakes who sleeps until then. */
  next(): void {
    const at = this.nextAt;
    if (at === undefined) return;
    this.jump(at);
    while (this.nextAt === at) this.wake();
  }

  /** Goes on by this many milliseconds, waking on the way, and letting the woken act before the next wakes. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      if ((this.nextAt ?? Infinity) > end) break;
      this.next();
    }
    this.#now = end;
  }
}

/** Lets everything run that waits for no clock and no socket. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
