import { commandKindOf, commandsToDo } from '../decisions/record.ts';
import { withinDeadline } from '../deadline.ts';
import type { CommandOutcome } from '../exchange.ts';
import { factsLacking } from '../facts/lacking.ts';
import type { Clock } from '../ports.ts';
import { problemError, ProblemError } from '../problem.ts';
import type { StagedPolicy } from '../stages/stage.ts';
import type { Changes } from '../store.ts';
import { Committer } from './committer.ts';
import { DeadLetters } from './deadLetters.ts';
import { Delivery } from './delivery.ts';
import { Dispatcher } from './dispatcher.ts';
import { Intake } from './intake.ts';
import { listenToAll, type Listener } from './listening.ts';
import { Oversight, type Overseen } from './oversight.ts';
import type { RuntimeParts } from './parts.ts';
import type { PolicyVersion } from './policyVersions.ts';
import { Timers } from './timers.ts';

/** Who decides, and by what ties are settled. */
export interface RuntimePolicies {
  /** At least one, in the order they are listed. */
  readonly policies: readonly PolicyVersion[];
  readonly seed: string;
  /** Left out, edits of rule files are not looked for. */
  readonly overseen?: Overseen;
}

/**
 * The live shell: events of the sources are taken in, facts are gathered, policies decide, and plugins do what was
 * decided and hear of it. Its plugins have started; it is stopped before they are.
 */
export class Runtime {
  readonly #parts: RuntimeParts;
  readonly #intake: Intake;
  readonly #oversight: Oversight;
  readonly #committer: Committer;
  readonly #timers: Timers;
  readonly #dispatcher: Dispatcher;
  readonly #deliveries: readonly Delivery[];
  /** Commands that were given up. */
  readonly deadLetters: DeadLetters;
  readonly #ended = new AbortController();

  constructor({ policies, seed, overseen = nothing }: RuntimePolicies, parts: RuntimeParts) {
    this.#parts = parts;
    this.#committer = new Committer(parts.store, (changes) => this.#committed(changes));
    this.#intake = new Intake({ policies, seed, lacking: lackingFrom(parts) }, parts, this.#committer);
    this.#timers = new Timers(this.#intake, parts.clock);
    this.#dispatcher = new Dispatcher(parts, this.#committer, this.#ended.signal, (outcome) =>
      this.#commandEnded(outcome),
    );
    this.deadLetters = new DeadLetters(parts, this.#committer, this.#dispatcher);
    const says = { intake: this.#intake, deadLetters: this.deadLetters, committer: this.#committer };
    this.#oversight = new Oversight(says, parts, overseen);
    this.#deliveries = parts.sinks.map(
      (sink) => new Delivery(sink, parts, this.#committer, this.#ended.signal),
    );
  }

  /** Decisions that could not be made, for a fault in the code that decides. */
  get undecided(): number {
    return this.#intake.undecided;
  }

  /** Steps of participants that were refused, since this was made. */
  get refusedSteps(): number {
    return this.#intake.refusedSteps;
  }

  /** Resolves once the store has written something; rejects when it can no longer. */
  checkStore(): Promise<void> {
    return this.#committer.commit({});
  }

  /** Ends all at once: nothing more is written, and what is under way is told to give up. */
  abandon(reason: unknown): void {
    this.#committer.fail(reason);
  }

  /** Goes on where the store stands. To be called first. */
  async resume(): Promise<void> {
    await this.#intake.resume(this.#parts.store);
    await this.#oversight.heed();
    this.#oversight.warnOfNoActive();
    this.#dispatcher.wake();
    this.#hear();
  }

  /** The policies that are listed, with their stages and the versions that are at work. */
  get policies(): readonly StagedPolicy[] {
    return this.#intake.policies;
  }

  /**
   * Takes in the operator's instructions and edits of rule files, now and then, until the signal is aborted or the store
   * refuses. Never rejects.
   */
  oversee(clock: Clock, signal: AbortSignal): Promise<void> {
    return this.#oversight.keepLooking(clock, signal);
  }

  /**
   * Listens to every source until all have come to their end, or the signal is aborted; meanwhile deadlines that pass are
   * events too.
   * @throws ProblemError as soon as a source cannot go on, or the store refuses; the others are then told to end.
   */
  async listen(signal: AbortSignal): Promise<void> {
    const { store } = this.#parts;
    const listener: Listener = {
      cursor: (source) => store.cursor(source),
      take: (source, batch) => this.#intake.take(source, batch),
    };
    const { failed } = this.#committer;
    const ended = new AbortController();
    const until = AbortSignal.any([signal, failed]);
    const timing = this.#intake.isOfThePast
      ? undefined
      : this.#timers.run(AbortSignal.any([until, ended.signal]));
    try {
      await listenToAll(this.#parts, listener, until);
    } finally {
      ended.abort();
      await timing;
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
    await this.#dispatcher.idle();
    // How commands ended is there to be heard by now.
    await Promise.all(this.#deliveries.map((delivery) => delivery.idle()));
    await this.#committer.idle();
  }

  #committed(changes: Changes): void {
    const { decisions = [], redone = [], ended = [], dropped = [] } = changes;
    this.#parts.committed?.(changes);
    if (redone.length > 0) this.#dispatcher.wake();
    else if (decisions.length > 0)
      this.#dispatcher.wake(
        new Set(decisions.flatMap(({ record }) => commandsToDo(record).map(commandKindOf))),
      );
    if (decisions.length + ended.length + dropped.length > 0) this.#hear();
    this.#timers.wake();
  }

  /** That a person drops a command tells nothing new of it: how it ended was told when it was given up. */
  #commandEnded({ command, decision, outcome, endedAt: at, latencySeconds }: CommandOutcome): Changes {
    if (outcome.status === 'dropped') return {};
    const { status, why } = outcome;
    return this.#intake.commandEnded({
      ...{ type: 'command.ended', at, conversation: command.conversation },
      ...{ command: commandKindOf(command), decision, status, latencySeconds },
      ...(why === undefined ? {} : { why }),
    });
  }

  #hear(): void {
    for (const delivery of this.#deliveries) delivery.wake();
  }
}

const nothing: Overseen = { folders: [], check: () => Promise.resolve([]) };

/** What nobody tells. Only sources that say what they carry lack anything. */
function lackingFrom({ sources, providers }: RuntimeParts): ReadonlySet<string> {
  const carried = sources.map(({ part }) => part.carries);
  if (carried.length === 0 || carried.includes(undefined)) return new Set();
  return factsLacking([
    ...carried.flatMap((facts) => facts ?? []),
    ...providers.flatMap(({ part }) => part.facts),
  ]);
}
