import type { RoutingEvent } from '../conversation/events.ts';
import type { FactValues } from '../facts/definition.ts';
import { longestText } from '../facts/values.ts';
import { maskText } from './mask.ts';
import type { Pseudonyms } from './pseudonym.ts';

/** Facts that are a customer's own words. */
const freeText = ['utterance'] as const;

/** Facts as they may be kept: customers' words masked, and cut where that made them too long to be a fact. */
export function maskedFacts(facts: FactValues): FactValues {
  const masked = { ...facts };
  for (const fact of freeText) {
    const text = facts[fact];
    if (typeof text === 'string') masked[fact] = maskText(text).slice(0, longestText);
  }
  return masked;
}

/**
 * An event as it may be kept: customers' words masked, and, where the source gives identities, pseudonyms in their place.
 * @param pseudonyms undefined where the source gives pseudonyms itself.
 */
export function atTheDoor(event: RoutingEvent, pseudonyms: Pseudonyms | undefined): RoutingEvent {
  const named = pseudonyms === undefined ? event : underPseudonyms(event, pseudonyms);
  if (!('facts' in named) || named.facts === undefined) return named;
  return { ...named, facts: maskedFacts(named.facts) };
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
