import type { Conversation } from '../../conversation/conversation.ts';
import type { RoutingEvent } from '../../conversation/events.ts';
import { deliveryOccurrences, type Occurrence } from './occurrence.ts';
import { occurrencesAt } from './ofEvent.ts';

/**
 * What an event may bring about that is reacted to, decisions at it included: what must be gathered for is known before
 * they are made. Facts that only a decision tells are not among these.
 * @param after the conversation after it.
 */
export function possibleOccurrences(
  event: RoutingEvent,
  before: Conversation,
  after: Conversation,
): readonly Pick<Occurrence, 'on' | 'facts'>[] {
  return [
    ...occurrencesAt(event, before, after),
    ...decisionsAt(event, before, after).map((on) => ({ on, facts: {} })),
  ];
}

function decisionsAt(event: RoutingEvent, before: Conversation, after: Conversation): readonly string[] {
  const ofQueue = ['order.decided', 'ranking.decided', 'ranking.nobody'];
  switch (event.type) {
    case 'bot.turn':
      return after.phase === 'withBot' ? ['handoff.handedOff', 'handoff.answered'] : [];
    case 'conversation.queued':
    case 'conversation.facts':
      return after.phase === 'waiting' ? ['skills.decided', ...ofQueue] : [];
    case 'conversation.answered':
      return before.phase === 'waiting' ? ofQueue : [];
    case 'message.sent':
    case 'message.receipt':
    case 'message.due':
    case 'conversation.abandoned':
    case 'conversation.ended':
      return deliveryOccurrences;
    default:
      return [];
  }
}
