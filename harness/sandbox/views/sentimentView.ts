import type { ConversationRecord } from '../centre/records.ts';

/** How a conversation sounds: the score from -1 to 1, the trend from -2 to 2. */
export interface Sentiment {
  readonly score: number;
  /** How it changed from the first turns to the last. */
  readonly trend: number;
}

/**
 * The customer's sentiment over the turns with the bot. Genesys' scale is unverified; taken to be -1 to 1, so that
 * 0.5 in the world is 0.
 * @returns undefined when there is none.
 */
export function sentimentOf({ turns }: ConversationRecord): Sentiment | undefined {
  const scores = turns.flatMap(({ sentiment }) => (sentiment === undefined ? [] : [2 * sentiment - 1]));
  if (scores.length === 0) return undefined;
  const half = Math.ceil(scores.length / 2);
  return {
    score: rounded(mean(scores)),
    trend: rounded(mean(scores.slice(-half)) - mean(scores.slice(0, half))),
  };
}

/** Genesys' names for a trend; where one ends and the next begins is unverified. */
export function trendClass(turnCount: number, trend: number): string {
  if (turnCount < 2) return 'NotCalculated';
  if (trend <= -0.3) return 'Declining';
  if (trend <= -0.1) return 'SlightlyDeclining';
  if (trend < 0.1) return 'NoChange';
  return trend < 0.3 ? 'SlightlyImproving' : 'Improving';
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
