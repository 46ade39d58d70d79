import type { CommandOutcome } from '../exchange.ts';
import type { CommandKind } from '../decisions/record.ts';
import { commandKinds } from '../ports.ts';
import type { Changes, EndedCommand } from '../store.ts';
import type { Committer } from './committer.ts';
import { inBatches, singly } from './doer.ts';
import type { RuntimeParts } from './parts.ts';
import { Receiver } from './receiver.ts';
import { Unserved } from './unserved.ts';

/** Told how a command ended. @returns what is to be written with it. */
export type EndListener = (outcome: CommandOutcome) => Changes;

/** Has what is in the outbox done: every plugin is brought its own commands, and waits for no other. */
export class Dispatcher {
  readonly #committer: Committer;
  readonly #ended: EndListener;
  readonly #receivers: ReadonlyMap<Receiver | Unserved, readonly CommandKind[]>;

  /**
   * @param over once it is aborted nothing more is tried.
   * @param ended told of every command that ends; by default nobody is.
   */
  constructor(parts: RuntimeParts, committer: Committer, over: AbortSignal, ended: EndListener = () => ({})) {
    this.#committer = committer;
    this.#ended = ended;
    const until = AbortSignal.any([over, committer.failed]);
    const settle = (all: readonly EndedCommand[]): Promise<void> => this.settle({ ended: all });
    const doers = [
      ...parts.actors.map((actor) => singly(actor, parts.settings.conversationsAtOnce)),
      ...parts.batchActors.map(inBatches),
    ];
    const served = new Set(doers.flatMap(({ does }) => does));
    const unserved = commandKinds.filter((kind) => !served.has(kind));
    this.#receivers = new Map<Receiver | Unserved, readonly CommandKind[]>([
      ...doers.map((doer) => [new Receiver(doer, parts, committer, settle, until), doer.does] as const),
      [new Unserved(unserved, parts, committer, settle, until), unserved],
    ]);
  }

  /** There may be something new in the outbox. @param kinds of what is new; any, when left out. */
  wake(kinds?: ReadonlySet<CommandKind>): void {
    for (const [receiver, does] of this.#receivers)
      if (kinds === undefined || does.some((kind) => kinds.has(kind))) receiver.wake();
  }

  /** Resolves once nothing waits, or all is over; from now on no batch waits to be filled. */
  async idle(): Promise<void> {
    await Promise.all([...this.#receivers.keys()].map((receiver) => receiver.idle()));
  }

  /** Has written what ended, with all that whoever is told of it wants written. */
  settle(changes: Pick<Changes, 'ended' | 'dropped' | 'answered'>): Promise<void> {
    const all = [...(changes.ended ?? []), ...(changes.dropped ?? [])];
    return this.#committer.commit(changes, ...all.map(({ ended }) => this.#ended(ended)));
  }
}
