import type { Clock } from '../../../engine/ports.ts';
import { steadyTime } from '../../../engine/steadyTime.ts';
import type { PolitenessSettings } from './settings.ts';

/** How a request ended, for the breaker; `unsaid`: given up by who made it. */
export type BreakerOutcome = 'worked' | 'failed' | 'unsaid';

export const breakerStates = ['closed', 'halfOpen', 'open'] as const;
export type BreakerState = (typeof breakerStates)[number];

/**
 * Stops asking a host that does not work: closed, until requests of so many calls fail with none that works between;
 * open for a while; then half open: one request tries, and closes it or opens it again. However often one call is tried,
 * it counts once: it may be at what it asks for.
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #failures: number;
  readonly #openMilliseconds: number;
  #state: BreakerState = 'closed';
  /** The calls that failed since a request last worked: no more than would open it. */
  readonly #failed = new Set<object>();
  #openUntil = -Infinity;
  /** Counts changes of state, so that an answer to a request from before the last one is not taken for news. */
  #change = 0;

  constructor(clock: Clock, { failures, openSeconds }: PolitenessSettings['breaker']) {
    this.#clock = clock;
    this.#failures = failures;
    this.#openMilliseconds = openSeconds * 1000;
  }

  /** Milliseconds until a request may try; 0 when it may now, or as soon as the one that is trying has its answer. */
  get waitMilliseconds(): number {
    if (this.#state !== 'open') return 0;
    const left = this.#openUntil - steadyTime(this.#clock);
    // More than it was ever opened for: the clock was set back.
    return left > this.#openMilliseconds ? 0 : Math.max(0, left);
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** Whether a request would be let through now. */
  get passable(): boolean {
    return this.#state === 'closed' || (this.#state === 'open' && this.waitMilliseconds === 0);
  }

  /**
   * @param call any object that stands for the call, and is the same for each of its attempts.
   * @returns what to call with the request's outcome; undefined when the request must not be made.
   */
  enter(call: object): ((outcome: BreakerOutcome) => void) | undefined {
    if (!this.passable) return undefined;
    if (this.#state === 'open') this.#become('halfOpen');
    const change = this.#change;
    return (outcome) => {
      if (change === this.#change) this.#settle(call, outcome);
    };
  }

  #settle(call: object, outcome: BreakerOutcome): void {
    if (outcome === 'worked') {
      this.#failed.clear();
      if (this.#state === 'halfOpen') this.#become('closed');
    } else if (outcome === 'failed') {
      this.#failed.add(call);
      if (this.#state === 'halfOpen' || this.#failed.size >= this.#failures) {
        this.#open(this.#openMilliseconds);
      }
    } else if (this.#state === 'halfOpen') this.#open(0);
  }

  #open(milliseconds: number): void {
    this.#openUntil = steadyTime(this.#clock) + milliseconds;
    this.#become('open');
  }

  #become(state: BreakerState): void {
    this.#state = state;
    this.#change++;
  }
}
