import type { Phrases } from './phrases.ts';
import type { Distribution } from './random/distribution.ts';
import type { Shared } from './random/stream.ts';

/** How conversations with the bot go. The figures of a scenario are assumptions: no public log has them all. */
export interface BotModel {
  /** From a customer's turn to the next. */
  readonly betweenTurns: Distribution;
  /** Probability that the bot understands a turn, 0 to 1. */
  readonly understands: number;
  /** Probability that what it understands is another intent than the customer's, 0 to 1. */
  readonly mistakes: number;
  /** Sentiment of the first turn, 0 to 1: mean and standard deviation. */
  readonly startingSentiment: { readonly mean: number; readonly spread: number };
  readonly temperaments: readonly Temperament[];
  /** The name the bot gives to wanting a person. */
  readonly personIntent: string;
  readonly personUtterances: Phrases;
  /** Said from the second turn on, by mood. */
  readonly followUps: { readonly calm: Phrases; readonly annoyed: Phrases; readonly angry: Phrases };
  readonly handoff: HandoffRuleModel;
  /** Where those go whose intent the bot never understood. */
  readonly otherwiseQueue: string;
}

/** How a customer takes what the bot does. */
export interface Temperament extends Shared {
  /** Added to the sentiment after a turn that was understood, and after one that was not. */
  readonly changeUnderstood: number;
  readonly changeNotUnderstood: number;
  /** Below this sentiment, the probabilities per turn to ask for a person and to leave. */
  readonly losesPatienceBelow: number;
  readonly asksForPerson: number;
  readonly leaves: number;
  /** Probability to ask for a person at any turn. */
  readonly prefersPerson: number;
}

/** The rule by which the recorded bot hands off. It reads no sentiment, so some angry customers stay too long. */
export interface HandoffRuleModel {
  /** Confidence, 0 to 1, at which a wish for a person is granted. */
  readonly personConfidence: number;
  readonly noMatchesInARow: number;
  readonly maximumTurns: number;
}
