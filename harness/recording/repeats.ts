import { canonicalJson } from '../../engine/canonical.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';

/**
 * Tells repeated events. The same event again has the same time, and time never runs backwards, so only the events of
 * the present moment need remembering.
 *
 * What happens once in a moment (an answer, an end) is a repeat when it has been told before. A state (an agent's, a
 * queue's, a conversation's facts) may go there and back within a moment: it is a repeat only of the last one told.
 */
export class Repeats {
  #at = NaN;
  /** The first event of the moment; most moments have no second, and then it need never be spelt out. */
  #first: RoutingEvent | undefined;
  readonly #told = new Map<string, string>();
  count = 0;

  isRepeat(event: RoutingEvent): boolean {
    if (event.at !== this.#at) {
      this.#at = event.at;
      this.#told.clear();
      this.#first = event;
      return false;
    }
    if (this.#first !== undefined) this.#tell(this.#first);
    this.#first = undefined;
    const isRepeat = this.#tell(event);
    if (isRepeat) this.count++;
    return isRepeat;
  }

  /** @returns whether it was told before. */
  #tell(event: RoutingEvent): boolean {
    const spelt = canonicalJson(event);
    const subject = subjectOf(event) ?? spelt;
    if (this.#told.get(subject) === spelt) return true;
    this.#told.set(subject, spelt);
    return false;
  }
}

/** Whose state an event tells; undefined when it tells no state. */
function subjectOf(event: RoutingEvent): string | undefined {
  switch (event.type) {
    case 'agent.updated':
      return `agent ${event.agent}`;
    case 'queue.observed':
      return `queue ${event.queue}`;
    case 'conversation.facts':
      return `facts ${event.conversation}`;
    default:
      return undefined;
  }
}
