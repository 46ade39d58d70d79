import type { FactValue, FactValues } from '../facts/definition.ts';
import type { Conversation } from './conversation.ts';

/** What is known of a conversation at a moment: its observed facts, and those worked out from its events. */
export function conversationFactsAt(conversation: Conversation, at: number): FactValues {
  const facts: Record<string, FactValue> = { ...conversation.facts };
  const { intentConfidence: best, secondIntentConfidence: second } = conversation.facts;
  if (typeof best === 'number' && typeof second === 'number')
    facts['intentMargin'] = (best * 1e6 - second * 1e6) / 1e6;
  if (conversation.phase === 'waiting') facts['waitSeconds'] = (at - conversation.queuedAt!) / 1000;
  return facts;
}

/** What is known of the customer's time with the bot, apart from what a Handoff pack works out by its own settings. */
export function botFactsOf(conversation: Conversation): FactValues {
  return {
    botTurns: conversation.botTurns,
    noMatchCount: conversation.noMatchCount,
    handoffDepth: conversation.botHandoffs,
  };
}
