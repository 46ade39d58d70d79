import type { Waiting } from '../../engine/decisions/order/decide.ts';

/** How often a policy's order is the order in which the record answered. */
export interface OrderAgreement {
  /** Pairs of conversations that could have been answered the other way round. */
  readonly pairs: number;
  readonly agreed: number;
  /** agreed / pairs, 0 to 1; null without pairs. */
  readonly rate: number | null;
}

/** A pair whose second conversation has not been answered yet. */
interface OpenPair {
  readonly answeredSecond: number;
  readonly agrees: boolean;
}

/**
 * Counts agreement over pairs: two answered conversations of one queue, both of which waited, whose waits overlap, which
 * entered the queue in different seconds and were answered in different seconds. A policy agrees when the one it ranks
 * first, at the moment the first of them was answered, was answered first.
 */
export class OrderAgreementCount {
  /** By the conversation that still waits. */
  readonly #open = new Map<string, OpenPair[]>();
  #pairs = 0;
  #agreed = 0;

  /** A conversation was answered: the pairs in which it is the second are complete. */
  closed(conversation: string, at: number): void {
    for (const pair of this.#open.get(conversation) ?? []) {
      if (pair.answeredSecond === second(at)) continue;
      this.#pairs++;
      if (pair.agrees) this.#agreed++;
    }
    this.#open.delete(conversation);
  }

  /**
   * A conversation was answered: it may be the first in pairs with all who go on waiting.
   * @param ranked all who wait in the queue at that moment, the answered one included, as the policy orders them.
   */
  opened(
    conversation: string,
    ranked: readonly Pick<Waiting, 'conversation' | 'queuedAt'>[],
    at: number,
  ): void {
    const place = ranked.findIndex((one) => one.conversation === conversation);
    const { queuedAt } = ranked[place]!;
    if (queuedAt === at) return;
    for (const [index, other] of ranked.entries()) {
      // Who enters at this very moment does not overlap with a wait that ends now.
      if (index === place || other.queuedAt === at) continue;
      if (second(other.queuedAt) === second(queuedAt)) continue;
      const pair = { answeredSecond: second(at), agrees: place < index };
      const open = this.#open.get(other.conversation);
      if (open === undefined) this.#open.set(other.conversation, [pair]);
      else open.push(pair);
    }
  }

  /** The conversation left unanswered, so it makes no pair. */
  left(conversation: string): void {
    this.#open.delete(conversation);
  }

  /** Takes in what somebody else counted. */
  join({ pairs, agreed }: OrderAgreement): void {
    this.#pairs += pairs;
    this.#agreed += agreed;
  }

  result(): OrderAgreement {
    const rate = this.#pairs === 0 ? null : this.#agreed / this.#pairs;
    return { pairs: this.#pairs, agreed: this.#agreed, rate };
  }
}

function second(at: number): number {
  return Math.floor(at / 1000);
}
