import { withCommas } from '../figures.ts';
import type { Choices } from './choicesOver.ts';

/**
 * The source document's report as far as counting goes: it describes, and judges nothing. What is expected of each agent,
 * by who could be chosen when, and whether what is found is more than chance, is the audit's to say.
 */
export function countedFairness({ choices, nobody, byAgent }: Choices) {
  const counts = Object.values(byAgent);
  const none = nobody === 0 ? '' : `; of ${withCommas(nobody)} more nobody could be ranked`;
  return {
    total_interactions: choices,
    agent_distribution: byAgent,
    chi2_statistic: chiSquareOfUniform(counts),
    p_value: null,
    gini_coefficient: gini(counts),
    is_fair: null,
    verdict: 'NOT JUDGED',
    level: 1,
    yardstick: 'none',
    explanation: [
      `${withCommas(choices)} conversations of the record, ranked again (level 1)${none}`,
      'chi2_statistic and gini_coefficient are against an equal share for everybody who could be ranked at all; that says nothing of fairness where some could be ranked more often than others',
    ],
  };
}

/** Null without anything to share. Source: document 1, with who got nothing counted. */
function gini(counts: readonly number[]): number | null {
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum === 0) return null;
  const weighed = counts
    .toSorted((a, b) => a - b)
    .reduce((total, count, index) => total + (2 * (index + 1) - counts.length - 1) * count, 0);
  return weighed / (counts.length * sum);
}

/** Pearson's, against equal shares; null where there are no two to share between. */
function chiSquareOfUniform(counts: readonly number[]): number | null {
  const expected = counts.reduce((total, count) => total + count, 0) / counts.length;
  if (counts.length < 2 || expected === 0) return null;
  return counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
}
