import type { ObservedEvent } from '../exchange.ts';
import type { Problem } from '../problem.ts';

/** Further apart than any delay of a platform, in milliseconds. */
const mostApartMs = 3_600_000;

/** So many events of conversations settle it: a few may be long past when they become known. */
const enough = 10;

/** Sees whether what a source tells happens by the clock it is observed by. Says so once where it does not. */
export class ClockWatch {
  readonly #source: string;
  readonly #problem: (problem: Problem) => void;
  #apart = 0;
  #isSettled = false;

  constructor(source: string, problem: (problem: Problem) => void) {
    this.#source = source;
    this.#problem = problem;
  }

  /** Takes in what the source tells. */
  told(events: readonly ObservedEvent[]): void {
    for (const { event, observedAt } of events) {
      if (this.#isSettled) return;
      if (!('conversation' in event)) continue;
      if (Math.abs(observedAt - event.at) <= mostApartMs) this.#isSettled = true;
      else if (++this.#apart === enough) this.#tell(observedAt - event.at);
    }
  }

  #tell(behindMs: number): void {
    this.#isSettled = true;
    const hours = Math.round(Math.abs(behindMs) / 3_600_000);
    this.#problem({
      code: 'two-clocks',
      severity: 'warning',
      message: `what "${this.#source}" tells lies some ${hours} h ${behindMs > 0 ? 'behind' : 'ahead of'} this clock: what is looked for by time is looked for at another`,
      hint: 'set the clock of this machine; a sandbox has it only with --factor 1, or in lock-step with `signalbox demo --live`',
    });
  }
}
