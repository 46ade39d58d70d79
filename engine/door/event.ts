import type { RoutingEvent } from '../conversation/events.ts';
import { factCatalogue } from '../facts/catalogue.ts';
import type { FactValues } from '../facts/definition.ts';
import { longestText } from '../facts/values.ts';
import { maskText } from './mask.ts';
import type { Pseudonyms } from './pseudonym.ts';

/** Facts that may be a customer's own words. */
const freeText = [...factCatalogue.values()].filter(({ isFreeText }) => isFreeText === true);

/** Facts as they may be kept: customers' words masked, and cut where that made them too long to be a fact. */
export function maskedFacts(facts: FactValues): FactValues {
  const masked = { ...facts };
  for (const { name } of freeText) {
    const text = facts[name];
    if (typeof text === 'string') masked[name] = maskText(text).slice(0, longestText);
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
    case 'participant.changed': {
      const participant = pseudonyms.of('participant', event.participant);
      return { ...event, conversation: pseudonyms.of('conversation', event.conversation), participant };
    }
    case 'message.sent':
    case 'message.receipt':
    case 'message.due': {
      const message = pseudonyms.of('message', event.message);
      return { ...event, conversation: pseudonyms.of('conversation', event.conversation), message };
    }
    default:
      return { ...event, conversation: pseudonyms.of('conversation', event.conversation) };
  }
}
