import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { conversationFactAt } from '../../../engine/conversation/factsAt.ts';
import { Floor } from '../../../engine/conversation/floor.ts';
import { factsAbout } from '../../../engine/facts/catalogue.ts';
import { gather } from '../../../engine/facts/gather.ts';
import { OpenConversations } from '../../../engine/conversation/openConversations.ts';

/** What a recording can say of a conversation and its queue. */
const observed = factsAbout('conversation', 'queue')
  .filter(({ origin, name }) => origin === 'observed' && name !== 'queue')
  .map(({ name }) => name);

/** The moment after which nobody asks about an entry any more. */
const entryLasts = 1;

/**
 * Of a recording, each entry into a queue as a conversation of its own: all that was known then, in one event of some 400
 * bytes, as call logs have it; then its end.
 */
export function* entryEvents(events: Iterable<RoutingEvent>): Generator<RoutingEvent> {
  const [floor, open] = [new Floor(), new OpenConversations()];
  let entries = 0;
  let ends: RoutingEvent | undefined;
  for (const event of events) {
    if (event.type === 'queue.observed') floor.fold(event);
    const before = open.of(event);
    if (before === undefined) continue;
    const after = open.fold(before, event);
    if (event.type !== 'conversation.queued') continue;
    const queueFacts = floor.queueFacts(after.queue);
    const facts = gather(observed, (fact) => conversationFactAt(after, event.at, fact) ?? queueFacts[fact]);
    const conversation = `c-${++entries}`;
    if (ends !== undefined) yield { ...ends, at: Math.min(ends.at, event.at) };
    yield { type: 'conversation.queued', at: event.at, conversation, queue: event.queue, facts };
    ends = { type: 'conversation.ended', at: event.at + entryLasts, conversation };
  }
  if (ends !== undefined) yield ends;
}
