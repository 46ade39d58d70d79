import { leavesOf, type Rule } from '../../../engine/conditions/condition.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { withValue } from '../../../harness/whatIf/comparison.ts';
import { checkedRules } from '../checkedRules.ts';
import type { Random } from '../random.ts';
import { ranges, thresholds } from '../thresholds.ts';
import type { SourceCondition, ThresholdMove, ThresholdSweep } from '../work.ts';

/** The number that stands in for each of W2's, and where its values lie: about as many below a threshold as in W2. */
const recordedFor: Readonly<Record<string, readonly [fact: string, low: number, high: number]>> = {
  confidence: ['intentConfidence', 0.6, 1],
  sentiment: ['agentsOnQueue', 3, 10],
  turns: ['agentsIdle', 0, 6],
  waitSec: ['estimatedWaitSeconds', 0, 120],
  queueDepth: ['conversationsWaiting', 0, 3],
  repeats: ['serviceLevel', 0.4, 1],
};

/** The sixty rules of W2, read of numbers that a recording has. */
export const sixtyRules: readonly Rule[] = checkedRules(
  thresholds.rules.map(({ name, when }) => ({ name, when: recorded(when) })),
  factCatalogue,
);

/** One comparison of the sixty rules, drawn, with other values for it; none is the one it has. */
export function drawSweep(random: Random, count: number): ThresholdSweep {
  const rule = random.int(0, sixtyRules.length - 1);
  const leaves = leavesOf(sixtyRules[rule]!.when);
  const leaf = random.int(0, leaves.length - 1);
  const { fact, value } = leaves[leaf]!;
  const [, low, high] = Object.values(recordedFor).find(([name]) => name === fact)!;
  const thresholds: number[] = [];
  while (thresholds.length < count) {
    const other = hundredths(low + (high - low) * random.next());
    if (other !== value) thresholds.push(other);
  }
  return { rule, leaf, thresholds };
}

/** One threshold of the sixty rules, drawn, with another value. */
export function drawMove(random: Random): ThresholdMove {
  const { rule, leaf, thresholds } = drawSweep(random, 1);
  return { rule, leaf, value: thresholds[0]! };
}

/** The sixty rules with one threshold moved. */
export function withMove({ rule, leaf, value }: ThresholdMove): readonly Rule[] {
  const { name, when } = sixtyRules[rule]!;
  return sixtyRules.with(rule, { name, when: withValue(when, leavesOf(when)[leaf]!, value) });
}

function recorded(condition: SourceCondition): SourceCondition {
  if ('all' in condition) return { all: condition.all.map(recorded) };
  if ('any' in condition) return { any: condition.any.map(recorded) };
  if ('not' in condition) return { not: recorded(condition.not) };
  const [lowest, highest] = ranges[condition.fact]!;
  const [fact, low, high] = recordedFor[condition.fact]!;
  const share = ((condition.value as number) - lowest) / (highest - lowest);
  return { ...condition, fact, value: hundredths(low + (high - low) * share) };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
