import { pluginFailure } from '../plugins/lifecycle.ts';
import { ProblemError } from '../problem.ts';
import type { Changes, Store } from '../store.ts';

/**
 * Writes changes in the order they come, one commit at a time; what comes while one is under way goes into the next,
 * together. When a commit fails, nothing more is written: what is in memory is ahead of what is kept.
 */
export class Committer {
  readonly #store: Store;
  readonly #committed: (changes: Changes) => void;
  #waiting: Changes[] = [];
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();
  readonly #failed = new AbortController();

  /** @param committed told of every commit that succeeded. */
  constructor(store: Store, committed: (changes: Changes) => void) {
    this.#store = store;
    this.#committed = committed;
  }

  /** Aborted, with the reason, once nothing more is written. */
  get failed(): AbortSignal {
    return this.#failed.signal;
  }

  /** Ends all writing: what is in memory can no longer be trusted. */
  fail(reason: unknown): void {
    this.#failed.abort(reason);
  }

  /** Resolves once the changes are safe, which are written together; rejects with what the store said when they, or any before them, are not. */
  commit(...changes: readonly Changes[]): Promise<void> {
    this.#waiting.push(...changes);
    if (this.#next === undefined) {
      this.#next = this.#last.then(() => this.#write());
      this.#last = this.#next;
      // Whoever waits for it is told; the rest need not be.
      this.#last.catch(() => undefined);
    }
    return this.#next;
  }

  /** Resolves once all that was handed over is safe; rejects as `commit` does. */
  idle(): Promise<void> {
    return this.#last;
  }

  async #write(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    this.#failed.signal.throwIfAborted();
    const together = merged(group);
    try {
      await this.#store.commit(together);
    } catch (error) {
      const problems = pluginFailure('store-failed', 'the store refuses', error);
      this.fail(new ProblemError(problems));
      throw this.#failed.signal.reason;
    }
    this.#committed(together);
  }
}

function merged(group: readonly Changes[]): Changes {
  if (group.length === 1) return group[0]!;
  return {
    accepted: group.flatMap(({ accepted = [] }) => accepted),
    cursors: new Map(group.flatMap(({ cursors = [] }) => [...cursors])),
    journal: group.flatMap(({ journal = [] }) => journal),
    gathered: group.flatMap(({ gathered = [] }) => gathered),
    conversations: group.flatMap(({ conversations = [] }) => conversations),
    decisions: group.flatMap(({ decisions = [] }) => decisions),
    tried: group.flatMap(({ tried = [] }) => tried),
    ended: group.flatMap(({ ended = [] }) => ended),
    redone: group.flatMap(({ redone = [] }) => redone),
    dropped: group.flatMap(({ dropped = [] }) => dropped),
    heard: new Map(group.flatMap(({ heard = [] }) => [...heard])),
    ...lastSnapshot(group),
    policies: group.flatMap(({ policies = [] }) => policies),
    answered: group.flatMap(({ answered = [] }) => answered),
  };
}

/** What a later snapshot has, an earlier one need not be written for. */
function lastSnapshot(group: readonly Changes[]): Pick<Changes, 'snapshot'> {
  const snapshot = group.findLast((changes) => changes.snapshot !== undefined)?.snapshot;
  return snapshot === undefined ? {} : { snapshot };
}
