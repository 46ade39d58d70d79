import { commandKindOf, type CommandKind } from '../decisions/record.ts';
import type { EndedCommand, OutboxEntry } from '../store.ts';
import type { Committer } from './committer.ts';
import { Outlet, page } from './outlet.ts';
import type { RuntimeParts } from './parts.ts';

/** Ends the commands that no plugin does, and tells once of each kind that there are any. */
export class Unserved {
  readonly #parts: RuntimeParts;
  readonly #settle: (ended: readonly EndedCommand[]) => Promise<void>;
  readonly #outlet: Outlet;
  readonly #toldOf = new Set<CommandKind>();
  #isBusy = false;

  /** @param settle has what ended written. */
  constructor(
    kinds: readonly CommandKind[],
    parts: RuntimeParts,
    committer: Committer,
    settle: (ended: readonly EndedCommand[]) => Promise<void>,
    over: AbortSignal,
  ) {
    this.#parts = parts;
    this.#settle = settle;
    this.#outlet = new Outlet(parts.store, kinds, over, {
      room: () => (this.#isBusy ? 0 : page),
      take: (entries) => {
        this.#isBusy = true;
        void this.#end(entries)
          .catch((error: unknown) => committer.fail(error))
          .finally(() => {
            this.#isBusy = false;
            this.#outlet.readOn();
          });
      },
    });
  }

  /** There may be something new in the outbox. */
  wake(): void {
    this.#outlet.wake();
  }

  /** Resolves once nothing waits, or all is over. */
  idle(): Promise<void> {
    return this.#outlet.until(() => !this.#isBusy);
  }

  #end(entries: readonly OutboxEntry[]): Promise<void> {
    const endedAt = this.#parts.clock.now();
    const ended = entries.map(({ number, decision, decidedAt, command, attempts }): EndedCommand => {
      const why = `no plugin does what "${commandKindOf(command)}" asks`;
      this.#tell(commandKindOf(command), why);
      const outcome = { status: 'nobody', why } as const;
      return {
        number,
        ended: { command, decision, decidedAt, attempts, latencySeconds: 0, endedAt, outcome },
      };
    });
    return this.#settle(ended);
  }

  #tell(kind: CommandKind, message: string): void {
    if (this.#toldOf.has(kind)) return;
    this.#toldOf.add(kind);
    const hint = 'list a plugin that does it; said once';
    this.#parts.problem({ code: 'no-actor', severity: 'warning', message, hint });
  }
}
