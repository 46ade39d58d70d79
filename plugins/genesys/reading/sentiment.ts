import type { ObservedEvent } from '../../../engine/exchange.ts';
import type { TopicBodies } from '../contract/topics.ts';
import { checkedFacts, observed, type ObservationSource } from '../observation.ts';
import type { Reading } from './reading.ts';

/**
 * The mood of a conversation as speech and text analytics have it; undefined when they have none yet.
 * @throws GenesysError as `call` does.
 */
export async function readSentiment(
  { genesys, manner, settings }: Reading,
  conversation: string,
): Promise<ObservedEvent | undefined> {
  const params = { path: { conversationId: conversation } };
  const { data, observedAt } = await genesys.call(
    'getSpeechandtextanalyticsConversation',
    { params },
    manner,
  );
  return sentimentEvent(conversation, data.sentimentScore, observedAt, 'read', settings.sentimentMagnitude);
}

/** The mood a notification tells. */
export function sentimentFrameEvent(
  { conversationId, sentimentOverallScore }: TopicBodies['conversationSentiment'],
  observedAt: number,
  magnitude: number,
): ObservedEvent | undefined {
  if (conversationId === undefined) return undefined;
  return sentimentEvent(conversationId, sentimentOverallScore, observedAt, 'frame', magnitude);
}

function sentimentEvent(
  conversation: string,
  score: number | undefined,
  observedAt: number,
  source: ObservationSource,
  magnitude: number,
): ObservedEvent | undefined {
  if (score === undefined) return undefined;
  const { facts, problems } = checkedFacts(
    ['conversation'],
    { sentiment: (score / magnitude + 1) / 2 },
    `conversation ${conversation}`,
  );
  return observed(
    { type: 'conversation.facts', at: observedAt, conversation, facts },
    observedAt,
    source,
    problems,
  );
}
