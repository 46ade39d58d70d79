import type { RoutingEvent } from '../conversation/events.ts';
import { maskText } from './mask.ts';
import type { Pseudonyms } from './pseudonym.ts';

/** Facts that are a customer's own words. */
const freeText = ['utterance'] as const;

/**
 * An event as it may be kept: customers' words masked, and, where the source gives identities, pseudonyms in their place.
 * @param pseudonyms undefined where the source gives pseudonyms itself.
 */
export function atTheDoor(event: RoutingEvent, pseudonyms: Pseudonyms | undefined): RoutingEvent {
  const named = pseudonyms === undefined ? event : underPseudonyms(event, pseudonyms);
  if (!('facts' in named) || named.facts === undefined) return named;
  const facts = { ...named.facts };
  for (const fact of freeText) {
    const text = facts[fact];
    if (typeof text === 'string') facts[fact] = maskText(text);
  }
  return { ...named, facts };
}

function underPseudonyms(event: RoutingEvent, pseudonyms: Pseudonyms): RoutingEvent {
  switch (event.type) {
    case 'queue.observed':
    case 'platform.unseen':
    case 'platform.seen':
      return event;
    case 'agent.updated':
      return { ...event, agent: pseudonyms.agent(event.agent) };
    case 'conversation.answered': {
      const agent = event.agent === null ? null : pseudonyms.agent(event.agent);
      return { ...event, conversation: pseudonyms.of('conversation', event.conversation), agent };
    }
    default:
      return { ...event, conversation: pseudonyms.of('conversation', event.conversation) };
  }
}
