import type { Timeline } from './timeline.ts';

/** How the sandbox's time goes on. */
export interface Pace {
  readonly mode: 'lock-step' | 'free-running';
  /** Brings the sandbox's time up to now, before anybody looks at it. */
  catchUp(): void;
  stop(): void;
}

/** Time stands still until it is told to go on: `POST /sandbox/clock/advance`. */
export const lockStep: Pace = { mode: 'lock-step', catchUp: () => undefined, stop: () => undefined };

/** Real time, in milliseconds from any origin, and its timers. */
export interface RealTime {
  now(): number;
  /** @returns what cancels it. */
  after(milliseconds: number, action: () => void): () => void;
}

/** A timer cannot be set longer; when it fires early, it is set again. */
const LONGEST_SLEEP_MS = 60_000;

/** Time goes on by itself, so many times as fast as real time. Not deterministic: requests come when they come. */
export function freeRunning(timeline: Timeline, factor: number, real: RealTime): Pace {
  const [startedAt, began] = [timeline.now, real.now()];
  const present = (): number => startedAt + Math.floor((real.now() - began) * factor);
  let cancel = (): void => undefined;
  const sleep = (): void => {
    const next = timeline.nextAt ?? Infinity;
    const wait = Math.min(Math.max(0, (next - present()) / factor), LONGEST_SLEEP_MS);
    cancel = real.after(Math.ceil(wait), () => {
      timeline.advanceTo(present());
      sleep();
    });
  };
  sleep();
  return {
    mode: 'free-running',
    catchUp: () => {
      timeline.advanceTo(present());
      cancel();
      sleep();
    },
    stop: () => cancel(),
  };
}
