import { problemError } from '../problem.ts';
import type { Changes, EndedCommand } from '../store.ts';
import type { Committer } from './committer.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { RuntimeParts } from './parts.ts';

/** The answer to who asked for it, in the same commit. */
type Answered = Pick<Changes, 'answered'>;

/** What a person does about commands that were given up. */
export class DeadLetters {
  readonly #parts: Pick<RuntimeParts, 'store' | 'clock'>;
  readonly #committer: Committer;
  readonly #dispatcher: Dispatcher;
  /** Numbers of those that are being redone or dropped. */
  readonly #leaving = new Set<number>();

  constructor(parts: Pick<RuntimeParts, 'store' | 'clock'>, committer: Committer, dispatcher: Dispatcher) {
    this.#parts = parts;
    this.#committer = committer;
    this.#dispatcher = dispatcher;
  }

  /**
   * Has dead commands done again, each after all others of its conversation; resolves once that is safe.
   * @throws ProblemError when there is none of one of these numbers: then nothing is done.
   */
  redo(numbers: readonly number[], answered: Answered = {}): Promise<void> {
    return this.#leave(numbers, (dead) =>
      this.#committer.commit({ redone: dead.map(({ number }) => number), ...answered } satisfies Changes),
    );
  }

  /**
   * Ends dead commands for good; resolves once that is safe.
   * @param why in words; sinks hear it.
   * @throws ProblemError as `redo`.
   */
  drop(numbers: readonly number[], why: string, answered: Answered = {}): Promise<void> {
    return this.#leave(numbers, (dead) => {
      const outcome = { status: 'dropped', why } as const;
      const endedAt = this.#parts.clock.now();
      const dropped = dead.map(({ number, ended }) => ({ number, ended: { ...ended, endedAt, outcome } }));
      return this.#dispatcher.settle({ dropped, ...answered });
    });
  }

  /** A number that is wrong must not reach the store: what it refuses stops the runtime. */
  async #leave(
    numbers: readonly number[],
    change: (dead: readonly EndedCommand[]) => Promise<void>,
  ): Promise<void> {
    const asked = [...new Set(numbers)];
    const taken = asked.find((number) => this.#leaving.has(number));
    if (taken !== undefined) throw noSuchCommand(taken);
    // Before any is looked up: another may ask for one of them while the store answers.
    for (const number of asked) this.#leaving.add(number);
    try {
      const dead: EndedCommand[] = [];
      for (const number of asked) {
        const [found] = await this.#parts.store.dead(number - 1, 1);
        if (found?.number !== number) throw noSuchCommand(number);
        dead.push(found);
      }
      await change(dead);
    } finally {
      for (const number of asked) this.#leaving.delete(number);
    }
  }
}

function noSuchCommand(number: number): Error {
  const hint = 'one that was redone has another number; see those there are';
  return problemError('no-such-command', `there is no command ${number} among the dead`, { hint });
}
