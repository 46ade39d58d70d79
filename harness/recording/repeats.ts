import { canonicalJson } from '../../engine/canonical.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';

/** Up to so many events of a moment are compared with each other; of more, each is spelt out and looked up. */
const few = 16;

/**
 * Tells repeated events. The same event again has the same time, and time never runs backwards, so only the events of
 * the present moment need remembering.
 *
 * What happens once in a moment (an answer, an end) is a repeat when it has been told before. A state (an agent's, a
 * queue's, a conversation's facts, whether the platform is seen) may go there and back within a moment: it is a repeat
 * only of the last one told.
 */
export class Repeats {
  #at = NaN;
  /** The events of the moment that are no repeats, as long as they are few: so many, at the front. */
  readonly #events: RoutingEvent[] = [];
  #number = 0;
  /** All of them spelt out, by subject, once they are many. */
  readonly #told = new Map<string, string>();
  count = 0;

  isRepeat(event: RoutingEvent): boolean {
    if (event.at !== this.#at) {
      this.#at = event.at;
      this.#events[0] = event;
      this.#number = 1;
      if (this.#told.size > 0) this.#told.clear();
      return false;
    }
    const isRepeat = this.#told.size > 0 ? this.#tell(event) : this.#isAmongFew(event);
    if (isRepeat) this.count++;
    return isRepeat;
  }

  #isAmongFew(event: RoutingEvent): boolean {
    const events = this.#events;
    for (let index = this.#number - 1; index >= 0; index--) {
      const told = events[index]!;
      if (!areAlike(told, event) || ofWhat(told) !== ofWhat(event)) continue;
      if (isSame(told, event)) return true;
      // What was told of its state since is another state.
      if (isState(event)) break;
    }
    events[this.#number++] = event;
    if (this.#number > few) for (const told of events) this.#tell(told);
    return false;
  }

  /** @returns whether it was told before. */
  #tell(event: RoutingEvent): boolean {
    const spelt = canonicalJson(event);
    const subject = isState(event) ? `${isOfPlatform(event) ? '' : event.type} ${ofWhat(event)}` : spelt;
    if (this.#told.get(subject) === spelt) return true;
    this.#told.set(subject, spelt);
    return false;
  }
}

/** Whose event it is. */
function ofWhat(event: RoutingEvent): string {
  switch (event.type) {
    case 'agent.updated':
      return event.agent;
    case 'queue.observed':
      return event.queue;
    case 'platform.unseen':
    case 'platform.seen':
      return '';
    default:
      return event.conversation;
  }
}

/** Whether two events tell the same kind of thing, so that one of them may repeat the other or undo it. */
function areAlike(one: RoutingEvent, other: RoutingEvent): boolean {
  return one.type === other.type || (isOfPlatform(one) && isOfPlatform(other));
}

/** Unseen and seen are one state's two values. */
function isOfPlatform({ type }: RoutingEvent): boolean {
  return type === 'platform.unseen' || type === 'platform.seen';
}

/** Whether an event tells a state. */
function isState(event: RoutingEvent): boolean {
  const { type } = event;
  return (
    type === 'agent.updated' ||
    type === 'queue.observed' ||
    type === 'conversation.facts' ||
    isOfPlatform(event)
  );
}

/** Whether two pieces of plain data have the same canonical JSON. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
