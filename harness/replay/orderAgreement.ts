import type { Conversation } from '../../engine/conversation/conversation.ts';
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

  /**
   * @param ranked all who wait in the queue at that moment, the answered one included, as the policy orders them.
   */
  answered(
    answered: Conversation,
    ranked: readonly Pick<Waiting, 'conversation' | 'queuedAt'>[],
    at: number,
  ): void {
    this.#close(answered.id, second(at));
    if (answered.queuedAt === at) return;
    const place = ranked.findIndex(({ conversation }) => conversation === answered.id);
    for (const [index, other] of ranked.entries()) {
      // Who enters at this very moment does not overlap with a wait that ends now.
      if (index === place || other.queuedAt === at) continue;
      if (second(other.queuedAt) === second(answered.queuedAt!)) continue;
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

  result(): OrderAgreement {
    const rate = this.#pairs === 0 ? null : this.#agreed / this.#pairs;
    return { pairs: this.#pairs, agreed: this.#agreed, rate };
  }

  #close(conversation: string, answeredSecond: number): void {
    for (const pair of this.#open.get(conversation) ?? []) {
      if (pair.answeredSecond === answeredSecond) continue;
      this.#pairs++;
      if (pair.agrees) this.#agreed++;
    }
    this.#open.delete(conversation);
  }
}

function second(at: number): number {
  return Math.floor(at / 1000);
}
