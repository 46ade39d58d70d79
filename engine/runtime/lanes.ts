import type { OutboxEntry } from '../store.ts';

/** A command that waits to be done, or is being done. */
export interface Waiting {
  readonly entry: OutboxEntry;
  /** Since when, in milliseconds of `steadyTime`. */
  readonly since: number;
  /** Whether it may have been done before. */
  readonly isRepeated: boolean;
}

interface Lane {
  readonly waiting: Waiting[];
  /** Whether some of the conversation are being done, or wait to be tried again. */
  isOut: boolean;
}

/**
 * One plugin's commands that wait, by conversation. Those of a conversation are taken in their order, and none while some
 * of it are out; conversations take turns.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  /** Conversations of which some may be taken, in the order of their turns. */
  readonly #turns = new Set<string>();
  #ready = 0;

  /** How many commands may be taken now. */
  get ready(): number {
    return this.#ready;
  }

  /** Since when the first of those that may be taken has waited, as `since`; `Infinity` when there are none. */
  get readySince(): number {
    let first = Infinity;
    for (const conversation of this.#turns)
      first = Math.min(first, this.#lanes.get(conversation)!.waiting[0]!.since);
    return first;
  }

  add(waiting: Waiting): void {
    const { conversation } = waiting.entry.command;
    const lane = this.#lanes.get(conversation) ?? { waiting: [], isOut: false };
    this.#lanes.set(conversation, lane);
    lane.waiting.push(waiting);
    if (lane.isOut) return;
    this.#turns.add(conversation);
    this.#ready++;
  }

  /**
   * Takes the first commands of the conversation whose turn it is; it is then out.
   * @param count how many of them, at least one.
   */
  take(count: (waiting: readonly Waiting[]) => number): readonly Waiting[] {
    const [conversation] = this.#turns;
    if (conversation === undefined) return [];
    const lane = this.#lanes.get(conversation)!;
    this.#turns.delete(conversation);
    this.#ready -= lane.waiting.length;
    lane.isOut = true;
    return lane.waiting.splice(0, count(lane.waiting));
  }

  /** Nothing of the conversation is out any more. */
  release(conversation: string): void {
    const lane = this.#lanes.get(conversation)!;
    lane.isOut = false;
    if (lane.waiting.length === 0) {
      this.#lanes.delete(conversation);
      return;
    }
    this.#turns.add(conversation);
    this.#ready += lane.waiting.length;
  }
}
