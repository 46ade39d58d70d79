import type { FactValue } from '../facts/definition.ts';
import type { Conversation } from './conversation.ts';
import { countsOf } from './messages.ts';

/**
 * What is known of a conversation at a moment, one fact at a time: observed, or worked out from its events.
 * @param at in milliseconds.
 * @returns undefined when the fact is missing.
 */
export function conversationFactAt(
  conversation: Conversation,
  at: number,
  fact: string,
): FactValue | undefined {
  if (fact === 'waitSeconds' && conversation.phase === 'waiting') return (at - conversation.queuedAt!) / 1000;
  if (fact === 'intentMargin') {
    const { intentConfidence: best, secondIntentConfidence: second } = conversation.facts;
    if (typeof best === 'number' && typeof second === 'number') return (best * 1e6 - second * 1e6) / 1e6;
  }
  if (fact === 'messageCount' || fact === 'attachmentCount') {
    if (conversation.messages === undefined) return undefined;
    const { messages, attachments } = countsOf(conversation.messages);
    return fact === 'messageCount' ? messages : attachments;
  }
  if (fact === 'queue') return conversation.facts['queue'] ?? conversation.queue;
  return conversation.facts[fact];
}
