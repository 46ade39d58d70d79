import { foldConversation, newConversation, type Conversation } from './conversation.ts';
import { isOfConversation, type RoutingEvent } from './events.ts';

/** Events that may be the first sight of a conversation; the others say something of one already known. */
const openings = new Set<RoutingEvent['type']>([
  'conversation.started',
  'conversation.facts',
  'conversation.queued',
  'bot.turn',
]);

/** Events that say something of a conversation that is over: what was under way goes on without it. */
const afterlife = new Set<RoutingEvent['type']>([
  'participant.changed',
  'message.sent',
  'message.receipt',
  'message.due',
  'command.ended',
]);

/** How conversations are kept that are over; their ids alone, unless told. */
export interface KeepingOver {
  /** Whether one that ends now is kept. */
  readonly isKept: () => boolean;
  /** Whether something is still awaited of a conversation that is over: it is then kept. */
  readonly isAwaited: (conversation: string) => boolean;
  /** Told of each that is kept no longer. */
  readonly forgotten: (conversation: string) => void;
}

/**
 * Conversations remembered at least after they are over, so that an event that comes late does not begin them anew; at
 * most twice as many are.
 */
const leastOver = 10_000;

/** A conversation as it is by now. */
interface KnownConversation {
  /** Undefined once it is over, where those are not kept. */
  now: Conversation | undefined;
}

/** Open conversations as plain data, to be kept and taken up again. */
export interface OpenConversationsState {
  /** With those that are over, where those are kept. */
  readonly open: readonly Conversation[];
  /** Ids of those over of late, and of those over before them. */
  readonly over: readonly string[];
  readonly longOver: readonly string[];
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
  readonly #keepingOver: KeepingOver | undefined;

  /** @param from what earlier ones left. */
  constructor(from?: OpenConversationsState, keepingOver?: KeepingOver) {
    this.#keepingOver = keepingOver;
    if (from === undefined) return;
    this.#over = [...from.over];
    this.#longOver = from.longOver;
    for (const now of from.open) {
      this.#known.set(now.id, { now });
      if (now.phase === 'waiting') this.#queue(now.queue!).set(now.id, now);
    }
    for (const id of [...from.longOver, ...from.over])
      if (!this.#known.has(id)) this.#known.set(id, { now: undefined });
  }

  /** What they leave, as a value. */
  state(): OpenConversationsState {
    return { open: [...this.all()], over: [...this.#over], longOver: this.#longOver };
  }

  /** The conversation an event is about, before it; undefined for events about no open conversation. */
  of(event: RoutingEvent): Conversation | undefined {
    if (!isOfConversation(event)) return undefined;
    this.#found = this.#known.get(event.conversation);
    if (this.#found !== undefined) {
      const { now } = this.#found;
      return now?.phase === 'over' && !afterlife.has(event.type) ? undefined : now;
    }
    return openings.has(event.type) ? newConversation(event.conversation) : undefined;
  }

  /** Takes in an event about `before`; returns the conversation after it. */
  fold(before: Conversation, event: RoutingEvent): Conversation {
    const after = foldConversation(before, event);
    const isWaiting = after.phase === 'waiting';
    if (before.phase === 'waiting' && !(isWaiting && after.queue === before.queue))
      this.#waiting.get(before.queue!)?.delete(before.id);
    if (isWaiting) this.#queue(after.queue!).set(after.id, after);
    const isOver = after.phase === 'over';
    const now = isOver && !this.#isKept(before) ? undefined : after;
    if (this.#found?.now === before) this.#found.now = now;
    else this.#known.set(after.id, { now });
    if (isOver && before.phase !== 'over') this.#rememberOver(after.id);
    return after;
  }

  /** Once one is kept, it stays so until nothing is awaited of it. */
  #isKept(before: Conversation): boolean {
    return before.phase === 'over' || this.#keepingOver?.isKept() === true;
  }

  #rememberOver(id: string): void {
    if (this.#over.length === leastOver) {
      const awaited: string[] = [];
      for (const longOver of this.#longOver) {
        if (this.#keepingOver?.isAwaited(longOver) === true) awaited.push(longOver);
        else this.#forget(longOver);
      }
      this.#longOver = [...awaited, ...this.#over];
      this.#over = [];
    }
    this.#over.push(id);
  }

  #forget(id: string): void {
    this.#known.delete(id);
    this.#keepingOver?.forgotten(id);
  }

  /** Who waits in a queue, longest first; those who came at one moment in order of pseudonym. */
  waitingIn(queue: string): readonly Conversation[] {
    return [...this.#queue(queue).values()].sort(byArrival);
  }

  /** Every one that is open, or is kept. */
  *all(): IterableIterator<Conversation> {
    for (const { now } of this.#known.values()) if (now !== undefined) yield now;
  }

  /** Everyone who waits, in whatever queue; in the order of `waitingIn`. */
  allWaiting(): readonly Conversation[] {
    return [...this.#waiting.values()].flatMap((queue) => [...queue.values()]).sort(byArrival);
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
