import { withinDeadline } from '../deadline.ts';
import { commandKindOf } from '../decisions/record.ts';
import type { Told } from '../exchange.ts';
import { pluginFailure } from '../plugins/lifecycle.ts';
import type { Sink } from '../ports.ts';
import { problemError } from '../problem.ts';
import type { KeptTold } from '../store.ts';
import { pauseAfter } from './pause.ts';
import type { Committer } from './committer.ts';
import type { Named, RuntimeParts } from './parts.ts';

/** What a sink hears at a time, at most. */
const page = 500;

/** Lets one sink hear of every decision and of how every command ended, in order, at its own pace. */
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

  /** There may be something new. */
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
        const all = await this.#parts.store.told(heard, page);
        if (all.length === 0 || !(await this.#deliver(all))) break;
        heard = all.at(-1)!.number;
      }
    }
  }

  /**
   * Has the sink hear something; what it refuses again and again it hears in halves, so that only what it refuses even
   * alone is passed over. A half is tried once; what stands alone as often as all did.
   * @returns false when it has ended first.
   */
  async #deliver(all: readonly KeptTold[], isHalf = false): Promise<boolean> {
    const { settings, problem } = this.#parts;
    const { name } = this.#sink;
    const isAlone = all.length === 1;
    const told = await this.#tell(all, isHalf && !isAlone ? 1 : settings.attempts);
    if (told === 'ended') return false;
    if (told !== 'heard' && !isAlone) {
      const middle = Math.ceil(all.length / 2);
      return (
        (await this.#deliver(all.slice(0, middle), true)) && (await this.#deliver(all.slice(middle), true))
      );
    }
    const last = all.at(-1)!;
    if (told !== 'heard')
      pluginFailure('sink-failed', `"${name}" did not take ${nameOf(last.told)}`, told.failure).forEach(
        problem,
      );
    await this.#committer.commit({ heard: new Map([[name, last.number]]) });
    return true;
  }

  /** @param most attempts. @returns what the last attempt was rejected with, when none succeeded. */
  async #tell(
    all: readonly KeptTold[],
    most: number,
  ): Promise<'heard' | 'ended' | { readonly failure: unknown }> {
    const { clock, settings, random } = this.#parts;
    const told = all.map((one) => one.told);
    for (let attempts = 1; !this.#ended.aborted; attempts++) {
      let failure: unknown;
      try {
        await this.#hear(told);
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

  /** One that took too long, and was told to give up, is waited for as long again: it hears one thing at a time. */
  async #hear(told: readonly Told[]): Promise<void> {
    const { clock, settings } = this.#parts;
    const { attemptSeconds } = settings;
    const late = problemError('sink-too-slow', `it took longer than ${attemptSeconds} s`);
    let hearing: Promise<void> | undefined;
    const within = (work: (signal: AbortSignal) => Promise<void>): Promise<void> =>
      withinDeadline(clock, attemptSeconds * 1000, work, () => late, this.#ended);
    try {
      await within((signal) => (hearing = this.#sink.part.hear(told, signal)));
    } catch (error) {
      if (error !== late || hearing === undefined) throw error;
      const still = hearing;
      await within(() => still);
    }
  }
}

/** For messages. */
function nameOf(told: Told): string {
  if ('decision' in told) return told.decision.body.id;
  return `how "${commandKindOf(told.outcome.command)}" of ${told.outcome.decision} ended`;
}
