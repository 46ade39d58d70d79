import type { Problem } from '../problem.ts';

/** Tells a person once that a receiver takes nothing, however often it is tried, until it does again. */
export class Outage {
  readonly #problem: (problem: Problem) => void;
  readonly #receiver: string;
  #isOn = false;

  /** @param receiver in words: `the CRM`. */
  constructor(problem: (problem: Problem) => void, receiver: string) {
    this.#problem = problem;
    this.#receiver = receiver;
  }

  /** It took nothing. @param why in words. */
  begin(why: string): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#problem({
      code: 'receiver-down',
      severity: 'warning',
      message: `${this.#receiver} takes nothing: ${why}`,
      hint: 'it is tried again; said once, until it takes something',
    });
  }

  /** It took something. */
  end(): void {
    this.#isOn = false;
  }
}
