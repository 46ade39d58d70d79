import type { Clock } from '../../../engine/ports.ts';
import type { PolitenessSettings } from './settings.ts';

/** How a request ended, for the breaker; `unsaid`: given up by who made it. */
export type BreakerOutcome = 'worked' | 'failed' | 'unsaid';

/**
 * Stops asking a host that does not work: closed, until so many requests in a row fail; open for a while; then half
 * open: one request tries, and closes it or opens it again.
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #failures: number;
  readonly #openMilliseconds: number;
  #state: 'closed' | 'open' | 'halfOpen' = 'closed';
  #failuresInARow = 0;
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
    const left = this.#openUntil - this.#clock.now();
    // More than it was ever opened for: the clock was set back.
    return left > this.#openMilliseconds ? 0 : Math.max(0, left);
  }

  /** Whether a request would be let through now. */
  get passable(): boolean {
    return this.#state === 'closed' || (this.#state === 'open' && this.waitMilliseconds === 0);
  }

  /** @returns what to call with the request's outcome; undefined when the request must not be made. */
  enter(): ((outcome: BreakerOutcome) => void) | undefined {
    if (!this.passable) return undefined;
    if (this.#state === 'open') this.#become('halfOpen');
    const change = this.#change;
    return (outcome) => {
      if (change === this.#change) this.#settle(outcome);
    };
  }

  #settle(outcome: BreakerOutcome): void {
    if (outcome === 'worked') {
      this.#failuresInARow = 0;
      if (this.#state === 'halfOpen') this.#become('closed');
    } else if (outcome === 'failed') {
      this.#failuresInARow++;
      if (this.#state === 'halfOpen' || this.#failuresInARow >= this.#failures) {
        this.#open(this.#openMilliseconds);
      }
    } else if (this.#state === 'halfOpen') this.#open(0);
  }

  #open(milliseconds: number): void {
    this.#openUntil = this.#clock.now() + milliseconds;
    this.#become('open');
  }

  #become(state: 'closed' | 'open' | 'halfOpen'): void {
    this.#state = state;
    this.#change++;
  }
}
