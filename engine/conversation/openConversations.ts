import { foldConversation, newConversation, type Conversation } from './conversation.ts';
import type { RoutingEvent } from './events.ts';

/** Events that may be the first sight of a conversation; the others say something of one already known. */
const openings = new Set<RoutingEvent['type']>([
  'conversation.started',
  'conversation.facts',
  'conversation.queued',
  'bot.turn',
]);

/**
 * Conversations remembered at least after they are over, so that an event that comes late does not begin them anew; at
 * most twice as many are.
 */
const leastOver = 10_000;

/** A conversation as it is by now. */
interface OpenConversation {
  now: Conversation;
}

/** Every conversation that is not over, and who waits where. Memory grows with what is open, not with the recording. */
export class OpenConversations {
  readonly #open = new Map<string, OpenConversation>();
  /** What `of` found last: `fold` is nearly always about that. */
  #found: OpenConversation | undefined;
  readonly #waiting = new Map<string, Map<string, Conversation>>();
  /** Those over of late, and those over before them. */
  #over = new Set<string>();
  #longOver = new Set<string>();

  /** The conversation an event is about, before it; undefined for events about no open conversation. */
  of(event: RoutingEvent): Conversation | undefined {
    if (event.type === 'agent.updated' || event.type === 'queue.observed') return undefined;
    this.#found = this.#open.get(event.conversation);
    if (this.#found !== undefined) return this.#found.now;
    if (!openings.has(event.type)) return undefined;
    const isOver = this.#over.has(event.conversation) || this.#longOver.has(event.conversation);
    return isOver ? undefined : newConversation(event.conversation);
  }

  /** Takes in an event about `before`; returns the conversation after it. */
  fold(before: Conversation, event: RoutingEvent): Conversation {
    const after = foldConversation(before, event);
    const isWaiting = after.phase === 'waiting';
    if (before.phase === 'waiting' && !(isWaiting && after.queue === before.queue))
      this.#waiting.get(before.queue!)?.delete(before.id);
    if (isWaiting) this.#queue(after.queue!).set(after.id, after);
    if (after.phase === 'over') this.#close(after.id);
    else this.#keep(before, after);
    return after;
  }

  #keep(before: Conversation, after: Conversation): void {
    if (this.#found?.now === before) this.#found.now = after;
    else this.#open.set(after.id, { now: after });
  }

  #close(id: string): void {
    this.#open.delete(id);
    if (this.#over.size === leastOver) {
      this.#longOver = this.#over;
      this.#over = new Set();
    }
    this.#over.add(id);
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
