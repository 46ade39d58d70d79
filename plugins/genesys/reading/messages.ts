import type { ObservedEvent } from '../../../engine/exchange.ts';
import { longestText } from '../../../engine/facts/values.ts';
import { checkedFacts, observed, platformTime } from '../observation.ts';
import type { Reading } from './reading.ts';

/** Most ids the platform takes in one call. */
const idsACall = 1000;

/**
 * What the customer wrote, by the messages' ids: an event a message, in order of time. Messages of bots and agents,
 * and those without text, are none. A text longer than a fact may be is cut.
 * @throws GenesysError as `call` does.
 */
export async function readUtterances(
  { genesys, manner }: Reading,
  conversation: string,
  messages: readonly string[],
): Promise<readonly ObservedEvent[]> {
  const events: ObservedEvent[] = [];
  for (let start = 0; start < messages.length; start += idsACall) {
    const params = { path: { conversationId: conversation } };
    const body = messages.slice(start, start + idsACall);
    const answer = await genesys.call('postConversationsMessageMessagesBulk', { params, body }, manner);
    for (const { timestamp, direction, normalizedMessage } of answer.data.entities ?? []) {
      const inbound = (normalizedMessage?.direction ?? direction ?? '').toLowerCase() === 'inbound';
      const text = normalizedMessage?.text ?? '';
      if (!inbound || text === '' || normalizedMessage?.originatingEntity === 'Bot') continue;
      const { facts, problems } = checkedFacts(
        ['conversation'],
        { utterance: text.slice(0, longestText) },
        `conversation ${conversation}`,
      );
      const at = platformTime(timestamp) ?? answer.observedAt;
      const event = { type: 'conversation.facts', at, conversation, facts } as const;
      events.push(observed(event, answer.observedAt, 'read', problems));
    }
  }
  return events.sort((a, b) => a.event.at - b.event.at);
}
