import { foldConversation, newConversation, type Conversation } from './conversation.ts';
import { isOfConversation, type RoutingEvent } from './events.ts';

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
interface KnownConversation {
  /** Undefined once it is over. */
  now: Conversation | undefined;
}

/** Every conversation that is not over, and who waits where. Memory grows with what is open, not with the recording. */
export class OpenConversations {
  /** Those that are open, and those over of late. */
  readonly #known = new Map<string, KnownConversation>();
  /** What `of` found last: `fold` is nearly always about that. */
  #found: KnownConversation | undefined;
  readonly #waiting = new Map<string, Map<string, Conversation>>();
  /** Ids of those over of late, and of those over before them. */
  #over: string[] = [];
  #longOver: readonly string[] = [];

  /** The conversation an event is about, before it; undefined for events about no open conversation. */
  of(event: RoutingEvent): Conversation | undefined {
    if (!isOfConversation(event)) return undefined;
    this.#found = this.#known.get(event.conversation);
    if (this.#found !== undefined) return this.#found.now;
    return openings.has(event.type) ? newConversation(event.conversation) : undefined;
  }

  /** Takes in an event about `before`; returns the conversation after it. */
  fold(before: Conversation, event: RoutingEvent): Conversation {
    const after = foldConversation(before, event);
    const isWaiting = after.phase === 'waiting';
    if (before.phase === 'waiting' && !(isWaiting && after.queue === before.queue))
      this.#waiting.get(before.queue!)?.delete(before.id);
    if (isWaiting) this.#queue(after.queue!).set(after.id, after);
    const now = after.phase === 'over' ? undefined : after;
    if (this.#found?.now === before) this.#found.now = now;
    else this.#known.set(after.id, { now });
    if (now === undefined) this.#rememberOver(after.id);
    return after;
  }

  #rememberOver(id: string): void {
    if (this.#over.length === leastOver) {
      for (const longOver of this.#longOver) this.#known.delete(longOver);
      this.#longOver = this.#over;
      this.#over = [];
    }
    this.#over.push(id);
  }

  /** Who waits in a queue, longest first; those who came at one moment in order of pseudonym. */
  waitingIn(queue: string): readonly Conversation[] {
    return [...this.#queue(queue).values()].sort(byArrival);
  }

  /** These conversations, all of which wait, in whatever queues; in the order of `waitingIn`. */
  waiting(ids: Iterable<string>): readonly Conversation[] {
    return [...ids].map((id) => this.#known.get(id)!.now!).sort(byArrival);
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

function byArrival(one: Conversation, other: Conversation): number {
  return one.queuedAt! - other.queuedAt! || (one.id < other.id ? -1 : 1);
}
