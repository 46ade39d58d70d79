import { withinDeadline } from '../deadline.ts';
import type { Command } from '../decisions/record.ts';
import { actStatuses } from '../exchange.ts';
import { pluginFailure } from '../plugins/lifecycle.ts';
import type { ActOutcome } from '../exchange.ts';
import type { Actor, CommandKind } from '../ports.ts';
import { problemError } from '../problem.ts';
import type { Dispatched, OutboxEntry } from '../store.ts';
import { pauseAfter } from './pause.ts';
import type { Committer } from './committer.ts';
import type { Named, RuntimeParts } from './parts.ts';

/** Entries of the outbox that are read at a time. */
const page = 1_000;

/** The last try of commands: what became of them; or, when they are to be tried again, whether they may have been done, and what it failed with. */
type Tried =
  | { readonly outcome: Required<Dispatched>['outcome'] }
  | { readonly again: boolean; readonly failure?: unknown };

/**
 * Has actors do what is in the outbox: the commands of one conversation one after the other, retries included; those of
 * some conversations at the same time.
 */
export class Dispatcher {
  readonly #parts: RuntimeParts;
  readonly #committer: Committer;
  readonly #actors: ReadonlyMap<CommandKind, Named<Actor>>;
  readonly #ended: AbortSignal;
  /** What waits, by conversation; those that are being done among them. */
  readonly #lanes = new Map<string, OutboxEntry[]>();
  /** Conversations that wait for their turn. */
  readonly #turns: string[] = [];
  readonly #undoable = new Set<CommandKind>();
  #busy = 0;
  #read = 0;
  #reading: Promise<void> | undefined;
  #isAskedAgain = false;
  #idle: (() => void)[] = [];

  /** @param ended once it is aborted nothing more is tried. */
  constructor(parts: RuntimeParts, committer: Committer, ended: AbortSignal) {
    this.#parts = parts;
    this.#committer = committer;
    this.#ended = ended;
    this.#actors = new Map(parts.actors.flatMap((one) => one.part.does.map((kind) => [kind, one] as const)));
  }

  /** There may be something new in the outbox. */
  wake(): void {
    if (this.#ended.aborted) return;
    this.#isAskedAgain = true;
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = undefined;
      if (this.#isAskedAgain) this.wake();
      this.#settle();
    });
    this.#reading.catch(() => undefined);
  }

  /** Resolves once nothing waits, or it has ended. */
  async idle(): Promise<void> {
    while (this.#reading !== undefined || this.#busy > 0 || this.#turns.length > 0) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  async #readOn(): Promise<void> {
    while (this.#isAskedAgain && !this.#ended.aborted) {
      this.#isAskedAgain = false;
      for (let more = true; more;) {
        const entries = await this.#parts.store.outbox(this.#read, page);
        for (const entry of entries) this.#queue(entry);
        this.#read = entries.at(-1)?.number ?? this.#read;
        more = entries.length === page;
      }
    }
  }

  #queue(entry: OutboxEntry): void {
    const { conversation } = entry.command;
    const lane = this.#lanes.get(conversation);
    if (lane !== undefined) {
      lane.push(entry);
      return;
    }
    this.#lanes.set(conversation, [entry]);
    this.#turns.push(conversation);
    this.#next();
  }

  #next(): void {
    while (this.#busy < this.#parts.settings.conversationsAtOnce && !this.#ended.aborted) {
      const conversation = this.#turns.shift();
      if (conversation === undefined) break;
      this.#busy++;
      void this.#work(conversation).finally(() => {
        this.#busy--;
        this.#next();
        this.#settle();
      });
    }
    if (this.#ended.aborted) this.#turns.length = 0;
  }

  #settle(): void {
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }

  async #work(conversation: string): Promise<void> {
    const lane = this.#lanes.get(conversation)!;
    try {
      while (lane.length > 0 && !this.#ended.aborted) {
        const group = this.#firstOf(lane);
        await this.#settleGroup(group);
        lane.splice(0, group.length);
      }
    } catch {
      // Only the store's refusal comes here, which stops everything; whoever waits for the committer is told.
    }
    this.#lanes.delete(conversation);
  }

  /** The first command, and when it sets a state those after it that the same actor sets: it may set them together. */
  #firstOf(lane: readonly OutboxEntry[]): readonly OutboxEntry[] {
    const actor = this.#actors.get(kindOf(lane[0]!.command));
    const isAlone = ({ command }: OutboxEntry): boolean =>
      'do' in command || this.#actors.get(kindOf(command)) !== actor;
    const end = isAlone(lane[0]!) ? 1 : lane.findIndex(isAlone);
    return lane.slice(0, end === -1 ? lane.length : end);
  }

  /** Tries commands until it is known what became of them, or they are given up. */
  async #settleGroup(group: readonly OutboxEntry[]): Promise<void> {
    const kind = kindOf(group[0]!.command);
    const actor = this.#actors.get(kind);
    if (actor === undefined) return this.#nobody(kind, group);
    const { settings, clock, random } = this.#parts;
    let isRepeated = group.some(({ attempts }) => attempts > 0);
    for (let attempts = 1; ; attempts++) {
      const isLast = attempts >= settings.attempts;
      await this.#note(group, attempts);
      const tried = await this.#try(actor, group, isRepeated, isLast);
      if ('outcome' in tried) return this.#note(group, attempts, tried.outcome);
      if (this.#ended.aborted) return;
      isRepeated ||= tried.again;
      // The sleep ends early only when all ends.
      await clock
        .sleep(pauseAfter(attempts, settings, random, tried.failure), this.#ended)
        .catch(() => undefined);
      if (this.#ended.aborted) return;
    }
  }

  async #try(
    { name, part }: Named<Actor>,
    group: readonly OutboxEntry[],
    isRepeated: boolean,
    isLast: boolean,
  ): Promise<Tried> {
    const { clock, settings, problem } = this.#parts;
    const { attemptSeconds } = settings;
    const [{ decidedAt, command }] = group as readonly [OutboxEntry];
    const commands = group.map((entry) => entry.command);
    const what = `"${name}" could not ${kindOf(command)} for ${command.conversation}`;
    const late = new Error(`no answer within ${attemptSeconds} s`);
    let outcome: ActOutcome;
    try {
      outcome = saidOf(
        await withinDeadline(
          clock,
          attemptSeconds * 1000,
          (signal) => part.act(commands, { decidedAt, isRepeated }, signal),
          () => late,
          this.#ended,
        ),
      );
    } catch (error) {
      if (!isLast || this.#ended.aborted)
        return { again: error === late || this.#ended.aborted, failure: error };
      const problems = pluginFailure('command-failed', what, error);
      problems.forEach(problem);
      return { outcome: { status: 'failed', why: problems[0]!.message } };
    }
    if (outcome.status === 'notDone' && !isLast) return { again: true };
    if (outcome.status === 'notDone' || outcome.status === 'unknown') {
      const why = outcome.why ?? 'it is not known whether it was done';
      problem(
        problemError('command-unsettled', `${what}: ${why}`, { hint: 'see whether it was done' })
          .problems[0]!,
      );
    }
    return { outcome };
  }

  async #nobody(kind: CommandKind, group: readonly OutboxEntry[]): Promise<void> {
    const why = `no plugin does what "${kind}" asks`;
    if (!this.#undoable.has(kind)) {
      this.#undoable.add(kind);
      const hint = 'list a plugin that does it; said once';
      this.#parts.problem({ code: 'no-actor', severity: 'warning', message: why, hint });
    }
    await this.#note(group, 0, { status: 'nobody', why });
  }

  #note(
    group: readonly OutboxEntry[],
    attempts: number,
    outcome?: Required<Dispatched>['outcome'],
  ): Promise<void> {
    const dispatched = group.map((entry): Dispatched => ({
      number: entry.number,
      attempts: entry.attempts + attempts,
      ...(outcome === undefined ? {} : { outcome }),
    }));
    return this.#committer.commit({ dispatched });
  }
}

/** What an actor says that is no outcome leaves open whether anything was done. */
function saidOf(outcome: ActOutcome | undefined): ActOutcome {
  const status = outcome?.status;
  if (status !== undefined && actStatuses.includes(status)) return outcome!;
  return { status: 'unknown', why: 'it does not say what became of it' };
}

function kindOf(command: Command): CommandKind {
  return 'do' in command ? `do ${command.do}` : `set ${command.set}`;
}
