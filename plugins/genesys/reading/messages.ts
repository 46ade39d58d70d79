import type { ObservedEvent } from '../../../engine/exchange.ts';
import { longestText } from '../../../engine/facts/values.ts';
import type { CallOutput } from '../client/client.ts';
import type { ReceiptTimes } from '../conversation/messageMilestones.ts';
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
  reading: Reading,
  conversation: string,
  messages: readonly string[],
): Promise<readonly ObservedEvent[]> {
  const events: ObservedEvent[] = [];
  for await (const answer of readMessages(reading, conversation, messages)) {
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

/** What receipts are called where a message is read. */
const receiptNames: Readonly<Record<string, 'delivered' | 'read' | 'failed'>> = {
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
};

/**
 * When receipts of messages came, by the messages' ids: the first of each sort. What has no time that can be read is not
 * among them.
 * @throws GenesysError as `call` does.
 */
export async function readReceiptTimes(
  reading: Reading,
  conversation: string,
  messages: readonly string[],
): Promise<ReceiptTimes> {
  const times = new Map<string, { delivered?: number; read?: number; failed?: number }>();
  for await (const answer of readMessages(reading, conversation, messages)) {
    for (const { id, normalizedReceipts = [] } of answer.data.entities ?? []) {
      const found = times.get(id ?? '') ?? {};
      for (const { status = '', channel } of normalizedReceipts) {
        const [receipt, at] = [receiptNames[status.toLowerCase()], platformTime(channel?.time)];
        if (receipt !== undefined && at !== undefined) found[receipt] = Math.min(at, found[receipt] ?? at);
      }
      times.set(id ?? '', found);
    }
  }
  return times;
}

async function* readMessages(
  { genesys, manner }: Reading,
  conversation: string,
  messages: readonly string[],
): AsyncGenerator<{
  readonly data: CallOutput<'postConversationsMessageMessagesBulk'>;
  readonly observedAt: number;
}> {
  for (let start = 0; start < messages.length; start += idsACall) {
    const params = { path: { conversationId: conversation } };
    const body = messages.slice(start, start + idsACall);
    yield await genesys.call('postConversationsMessageMessagesBulk', { params, body }, manner);
  }
}
