import type { Lane } from './settings.ts';

/** What a response's headers say of the rate limit. */
export interface RateHeaders {
  /** Requests allowed in a window. */
  readonly allowed: number;
  /** Requests the platform has counted in the window. */
  readonly count: number;
  /** Until the window ends. */
  readonly resetMilliseconds: number;
}

/** The requests that may still be made. Times are milliseconds of the clock's `steadyTime`. */
export interface RequestBucket {
  /** @returns how many requests may be under way or less than a window old, for all lanes together. */
  limit(now: number): number;
  /** @returns how many of them are left. */
  left(now: number): number;
  /** @returns whether a request of this lane may go now; if so, a token is taken for it. */
  take(lane: Lane, now: number): boolean;
  /** The request was answered, or given up. */
  answered(now: number): void;
  /** The request was never made: its token is free at once. */
  unused(): void;
  /** Nothing goes before this time. */
  pause(until: number): void;
  /** Takes over the platform's view, from the headers of a response whose token is still taken. */
  learn(rate: RateHeaders, now: number): void;
  /** @returns when to ask again after a refusal, if nothing happens before; undefined: only an answer can help. */
  nextChange(now: number): number | undefined;
  /**
   * Where tokens come from elsewhere: told after all were served that could be, so that it fetches what is lacking.
   * @param waiting how many wait in the lane that comes first.
   * @param then to be called when there may be more.
   */
  served?(waiting: number, now: number, then: () => void): void;
}
