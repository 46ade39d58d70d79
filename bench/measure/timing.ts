import type { Decider } from '../contenders/contender.ts';
import type { Input } from '../works/work.ts';
import { percentile, type Figures } from './statistics.ts';

/** Decisions are timed in batches of about this many milliseconds: reading the clock then costs less than a percent. */
const batchMilliseconds = 0.02;
const largestBatch = 4_096;

/** Times one contender in this process, round after round, always on the same inputs. */
export class Stopwatch {
  readonly #decider: Decider;
  readonly #inputs: readonly Input[];
  #next = 0;
  #batch = 1;
  /** Answers end here, so that no compiler finds that nobody wants them. */
  lastAnswer: unknown;

  constructor(decider: Decider, inputs: readonly Input[]) {
    this.#decider = decider;
    this.#inputs = inputs;
  }

  /**
   * Decides for so long, and finds out how many decisions make a batch. A single decision may be all there is time for.
   * @param atLeast so many decisions are made whatever the time.
   */
  async warmUp(milliseconds: number, atLeast = 1): Promise<void> {
    for (let left = atLeast; left > 1; left--) await this.round(0.001);
    const first = await this.round(milliseconds / 2);
    const { p50Us } = first.p50Us > milliseconds * 1_000 ? first : await this.round(milliseconds / 2);
    const fitting = Math.ceil((batchMilliseconds * 1_000) / p50Us);
    this.#batch = Math.min(largestBatch, Math.max(1, fitting));
  }

  async round(milliseconds: number): Promise<Figures> {
    const laps: number[] = [];
    const began = performance.now();
    let before = began;
    while (before - began < milliseconds) {
      if (this.#decider.waits) await this.#decideLater();
      else this.#decide();
      const after = performance.now();
      laps.push(((after - before) * 1_000) / this.#batch);
      before = after;
    }
    const perSecond = (laps.length * this.#batch * 1_000) / (before - began);
    return { perSecond, p50Us: percentile(laps, 50), p99Us: percentile(laps, 99) };
  }

  #decide(): void {
    const decider = this.#decider;
    const inputs = this.#inputs;
    let next = this.#next;
    for (let left = this.#batch; left > 0; left--) {
      this.lastAnswer = decider.decide(inputs[next]!);
      next = next + 1 === inputs.length ? 0 : next + 1;
    }
    this.#next = next;
  }

  async #decideLater(): Promise<void> {
    for (let left = this.#batch; left > 0; left--) {
      this.lastAnswer = await this.#decider.decide(this.#inputs[this.#next]!);
      this.#next = (this.#next + 1) % this.#inputs.length;
    }
  }
}
