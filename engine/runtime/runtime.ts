import { withinDeadline } from '../deadline.ts';
import { factsLacking } from '../facts/lacking.ts';
import type { Policy } from '../packs/policy.ts';
import { pluginFailure } from '../plugins/lifecycle.ts';
import type { EventBatch } from '../ports.ts';
import { problemError, ProblemError } from '../problem.ts';
import { Committer } from './committer.ts';
import { Delivery } from './delivery.ts';
import { Dispatcher } from './dispatcher.ts';
import { Intake } from './intake.ts';
import type { RuntimeParts } from './parts.ts';

/** Who decides, and by what ties are settled. */
export interface RuntimePolicy {
  readonly policy: Policy;
  readonly seed: string;
}

/**
 * The live shell: events of the sources are taken in, facts are gathered, the policy decides, and plugins do what was
 * decided and hear of it. Its plugins have started; it is stopped before they are.
 */
export class Runtime {
  readonly #parts: RuntimeParts;
  readonly #intake: Intake;
  readonly #committer: Committer;
  readonly #dispatcher: Dispatcher;
  readonly #deliveries: readonly Delivery[];
  readonly #ended = new AbortController();
  #isListening = true;

  constructor({ policy, seed }: RuntimePolicy, parts: RuntimeParts) {
    this.#parts = parts;
    this.#committer = new Committer(parts.store, ({ decisions = [] }) => {
      if (decisions.length > 0) this.#wake();
    });
    this.#intake = new Intake({ policy, seed, lacking: lackingFrom(parts) }, parts, this.#committer);
    this.#dispatcher = new Dispatcher(parts, this.#committer, this.#ended.signal);
    this.#deliveries = parts.sinks.map(
      (sink) => new Delivery(sink, parts, this.#committer, this.#ended.signal),
    );
  }

  /** Goes on where the store stands. To be called first. */
  async resume(): Promise<void> {
    await this.#intake.resume(this.#parts.store);
    this.#wake();
  }

  /**
   * Listens to every source until all have come to their end, or the signal is aborted.
   * @throws ProblemError as soon as a source cannot go on, or the store refuses; the others are then told to end.
   */
  async listen(signal: AbortSignal): Promise<void> {
    const failed = new AbortController();
    const until = AbortSignal.any([signal, failed.signal, this.#committer.failed]);
    const listening = this.#parts.sources.map(async ({ name, part }) => {
      try {
        const cursor = await this.#parts.store.cursor(name);
        await part.listen((batch) => this.#take(name, batch), until, cursor);
      } catch (error) {
        failed.abort();
        throw new ProblemError(pluginFailure('source-failed', `"${name}" cannot go on`, error));
      }
    });
    const ends = await this.#untilEnded(Promise.allSettled(listening), until);
    this.#isListening = false;
    this.#committer.failed.throwIfAborted();
    const failure = ends.find((end) => end.status === 'rejected');
    if (failure !== undefined) throw failure.reason;
  }

  async #take(from: string, batch: EventBatch): Promise<void> {
    if (!this.#isListening) throw new Error('nothing is taken in any more');
    await this.#intake.take(from, batch);
  }

  /** Sources that are told to end have so long for it. */
  async #untilEnded<End>(ends: Promise<readonly End[]>, told: AbortSignal): Promise<readonly End[]> {
    const { clock, settings, problem } = this.#parts;
    const { stopSeconds } = settings;
    const isTold = new Promise<undefined>((resolve) => {
      if (told.aborted) resolve(undefined);
      told.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const all = await Promise.race([ends, isTold]);
    if (all !== undefined) return all;
    const late = (): Error =>
      problemError('source-not-ended', `a source has not ended ${stopSeconds} s after it was told to`, {
        severity: 'warning',
        hint: 'what it tells from now on is not taken in',
      });
    return withinDeadline(clock, stopSeconds * 1000, () => ends, late).catch((error: unknown) => {
      pluginFailure('source-not-ended', 'stopping', error, 'warning').forEach(problem);
      return [];
    });
  }

  /**
   * Decides on all that was taken in and has it done, for as long as may be; what is left stays in the store. To be called
   * last, once. @throws when the store refuses.
   */
  async drain(): Promise<void> {
    const { clock, settings, problem } = this.#parts;
    const { drainSeconds } = settings;
    const late = (): Error =>
      problemError('not-drained', `not everything that was decided was done within ${drainSeconds} s`, {
        severity: 'warning',
        hint: 'the store keeps what is left; raise runtime.drainSeconds to wait longer',
      });
    try {
      await withinDeadline(clock, drainSeconds * 1000, () => this.#idle(), late);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      error.problems.forEach(problem);
    } finally {
      this.#ended.abort(new Error('the runtime has ended'));
    }
    await this.#committer.idle();
  }

  async #idle(): Promise<void> {
    await this.#intake.idle();
    this.#wake();
    await Promise.all([this.#dispatcher.idle(), ...this.#deliveries.map((delivery) => delivery.idle())]);
    await this.#committer.idle();
  }

  #wake(): void {
    this.#dispatcher.wake();
    for (const delivery of this.#deliveries) delivery.wake();
  }
}

/** What nobody tells. Only sources that say what they carry lack anything. */
function lackingFrom({ sources, providers }: RuntimeParts): ReadonlySet<string> {
  const carried = sources.map(({ part }) => part.carries);
  if (carried.length === 0 || carried.includes(undefined)) return new Set();
  return factsLacking([
    ...carried.flatMap((facts) => facts ?? []),
    ...providers.flatMap(({ part }) => part.facts),
  ]);
}
