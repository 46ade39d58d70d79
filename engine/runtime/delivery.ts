import { withinDeadline } from '../deadline.ts';
import { pluginFailure } from '../plugins/lifecycle.ts';
import type { Sink } from '../ports.ts';
import { problemError } from '../problem.ts';
import type { KeptDecision } from '../store.ts';
import { pauseAfter } from './pause.ts';
import type { Committer } from './committer.ts';
import type { Named, RuntimeParts } from './parts.ts';

/** Decisions a sink hears at a time, at most. */
const page = 500;

/** Lets one sink hear of every decision, in order, at its own pace. */
export class Delivery {
  readonly #sink: Named<Sink>;
  readonly #parts: RuntimeParts;
  readonly #committer: Committer;
  readonly #ended: AbortSignal;
  #working: Promise<void> | undefined;
  #isAskedAgain = false;

  /** @param ended once it is aborted nothing more is told. */
  constructor(sink: Named<Sink>, parts: RuntimeParts, committer: Committer, ended: AbortSignal) {
    this.#sink = sink;
    this.#parts = parts;
    this.#committer = committer;
    this.#ended = ended;
  }

  /** There may be new decisions. */
  wake(): void {
    this.#isAskedAgain = true;
    // Only the store's refusal ends the work early, which stops everything; whoever waits for the committer is told.
    this.#working ??= this.#work()
      .catch(() => undefined)
      .finally(() => {
        this.#working = undefined;
        if (this.#isAskedAgain && !this.#ended.aborted) this.wake();
      });
  }

  /** Resolves once the sink has heard of everything, or it has ended. */
  async idle(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  async #work(): Promise<void> {
    const { name } = this.#sink;
    while (this.#isAskedAgain && !this.#ended.aborted) {
      this.#isAskedAgain = false;
      for (let heard = await this.#parts.store.heard(name); ;) {
        const decisions = await this.#parts.store.decisions(heard, page);
        if (decisions.length === 0 || !(await this.#deliver(decisions))) break;
        heard = decisions.at(-1)!.number;
      }
    }
  }

  /**
   * Has the sink hear decisions; those it refuses again and again it hears in halves, so that only what it refuses even
   * alone is passed over. A half is tried once; what stands alone as often as all did.
   * @returns false when it has ended first.
   */
  async #deliver(decisions: readonly KeptDecision[], isHalf = false): Promise<boolean> {
    const { settings, problem } = this.#parts;
    const { name } = this.#sink;
    const isAlone = decisions.length === 1;
    const told = await this.#tell(decisions, isHalf && !isAlone ? 1 : settings.attempts);
    if (told === 'ended') return false;
    if (told !== 'heard' && !isAlone) {
      const middle = Math.ceil(decisions.length / 2);
      return (
        (await this.#deliver(decisions.slice(0, middle), true)) &&
        (await this.#deliver(decisions.slice(middle), true))
      );
    }
    const last = decisions.at(-1)!;
    if (told !== 'heard')
      pluginFailure('sink-failed', `"${name}" did not take ${last.record.body.id}`, told.failure).forEach(
        problem,
      );
    await this.#committer.commit({ heard: new Map([[name, last.number]]) });
    return true;
  }

  /** @param most attempts. @returns what the last attempt was rejected with, when none succeeded. */
  async #tell(
    decisions: readonly KeptDecision[],
    most: number,
  ): Promise<'heard' | 'ended' | { readonly failure: unknown }> {
    const { clock, settings, random } = this.#parts;
    const { part } = this.#sink;
    const { attemptSeconds } = settings;
    const records = decisions.map(({ record }) => record);
    const late = (): Error => problemError('sink-too-slow', `it took longer than ${attemptSeconds} s`);
    for (let attempts = 1; !this.#ended.aborted; attempts++) {
      let failure: unknown;
      try {
        await withinDeadline(
          clock,
          attemptSeconds * 1000,
          (signal) => part.hear(records, signal),
          late,
          this.#ended,
        );
        return 'heard';
      } catch (error) {
        if (this.#ended.aborted) return 'ended';
        if (attempts >= most) return { failure: error };
        failure = error;
      }
      await clock.sleep(pauseAfter(attempts, settings, random, failure), this.#ended).catch(() => undefined);
    }
    return 'ended';
  }
}
