import {
  foldConversation,
  newConversation,
  type Conversation,
} from '../../engine/conversation/conversation.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';

/** Events that may be the first sight of a conversation; the others say something of one already known. */
const openings = new Set<RoutingEvent['type']>([
  'conversation.started',
  'conversation.facts',
  'conversation.queued',
  'bot.turn',
]);

/** Conversations remembered after they are over, so that an event that comes late does not begin them anew. */
const mostOver = 10_000;

/** Every conversation that is not over, and who waits where. Memory grows with what is open, not with the recording. */
export class OpenConversations {
  readonly #open = new Map<string, Conversation>();
  readonly #waiting = new Map<string, Map<string, Conversation>>();
  readonly #over = new Set<string>();
  /** The same, in a ring: each newcomer takes the place of the oldest. */
  readonly #ring: string[] = [];
  #oldest = 0;

  /** The conversation an event is about, before it; undefined for events about no open conversation. */
  of(event: RoutingEvent): Conversation | undefined {
    if (!('conversation' in event)) return undefined;
    if (this.#over.has(event.conversation)) return undefined;
    const known = this.#open.get(event.conversation);
    return known ?? (openings.has(event.type) ? newConversation(event.conversation) : undefined);
  }

  /** Takes in an event about `before`; returns the conversation after it. */
  fold(before: Conversation, event: RoutingEvent): Conversation {
    const after = foldConversation(before, event);
    if (before.queue !== undefined) this.#waiting.get(before.queue)?.delete(before.id);
    if (after.phase === 'waiting') this.#queue(after.queue!).set(after.id, after);
    if (after.phase === 'over') this.#close(after.id);
    else this.#open.set(after.id, after);
    return after;
  }

  #close(id: string): void {
    this.#open.delete(id);
    this.#over.add(id);
    if (this.#ring.length < mostOver) {
      this.#ring.push(id);
      return;
    }
    this.#over.delete(this.#ring[this.#oldest]!);
    this.#ring[this.#oldest] = id;
    this.#oldest = (this.#oldest + 1) % mostOver;
  }

  /** Who waits in a queue, longest first; those who came at one moment in order of pseudonym. */
  waitingIn(queue: string): readonly Conversation[] {
    return [...this.#queue(queue).values()].sort(
      (a, b) => a.queuedAt! - b.queuedAt! || (a.id < b.id ? -1 : 1),
    );
  }

  #queue(queue: string): Map<string, Conversation> {
    let waiting = this.#waiting.get(queue);
    if (waiting === undefined) {
      waiting = new Map();
      this.#waiting.set(queue, waiting);
    }
    return waiting;
  }
}
