import type { HandoffRuleModel } from './botModel.ts';
import type { BotSession } from './botSession.ts';

/** Decides after each turn whether the bot hands the conversation to people. */
export interface HandoffPolicy {
  handsOff(session: BotSession): boolean;
  /** The queue to hand off to; without one, the queue of what the bot heard. */
  queueFor?(session: BotSession): string | undefined;
}

/** The rule that was in force when the record was made: a wish it is sure of, a run of no-matches, or many turns. */
export function recordedHandoff(rule: HandoffRuleModel, personIntent: string): HandoffPolicy {
  return {
    handsOff: ({ facts, noMatchesInARow, turns }) =>
      (facts['intent'] === personIntent && Number(facts['intentConfidence'] ?? 0) >= rule.personConfidence) ||
      noMatchesInARow >= rule.noMatchesInARow ||
      turns >= rule.maximumTurns,
  };
}
