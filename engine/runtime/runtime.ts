import { withinDeadline } from '../deadline.ts';
import { factsLacking } from '../facts/lacking.ts';
import type { Policy } from '../packs/policy.ts';
import { problemError, ProblemError } from '../problem.ts';
import { Committer } from './committer.ts';
import { Delivery } from './delivery.ts';
import { Dispatcher } from './dispatcher.ts';
import { Intake } from './intake.ts';
import { listenToAll, type Listener } from './listening.ts';
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

  /** Decisions that could not be made, for a fault in the code that decides. */
  get undecided(): number {
    return this.#intake.undecided;
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
    const { store } = this.#parts;
    const listener: Listener = {
      cursor: (source) => store.cursor(source),
      take: (source, batch) => this.#intake.take(source, batch),
    };
    const { failed } = this.#committer;
    try {
      await listenToAll(this.#parts, listener, AbortSignal.any([signal, failed]));
    } finally {
      failed.throwIfAborted();
    }
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
