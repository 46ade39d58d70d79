import { withCommas } from '../figures.ts';
import { chiSquareQuantile } from '../statistics/chiSquare.ts';
import { drawNormal } from '../statistics/covariance.ts';
import { fastChance } from '../statistics/fastChance.ts';
import { uniformTest, type UniformTest } from '../statistics/goodnessOfFit.ts';
import { gini, jain } from '../statistics/inequality.ts';
import type { ChoiceTally } from './opportunity/choiceTally.ts';

/** Times chance is let choose to see which Gini it gives. */
const replicates = 999;

/** The numbers of the source documents, which know nothing of who was free when. For comparison; nothing is judged by them. */
export interface Uniformity {
  readonly agents: number;
  /** Counts that are compared, summed. */
  readonly total: number;
  /** Over all agents, zeros included. */
  readonly gini: number | null;
  /** What it would be where only chance and the yardstick decide: its mean, and what one time in twenty exceeds. */
  readonly giniByChance: { readonly mean: number; readonly p95: number } | null;
  readonly jain: number | null;
  /** Pearson's test against the same count for every agent. */
  readonly test: UniformTest | null;
  /** What its chi-square would be on average where only chance and the yardstick decide. */
  readonly chiSquareByChance: number | null;
  /** Whether `test` asks the question it seems to ask. */
  readonly saysSomething: boolean;
  /** Why it says nothing, or why it may be read. */
  readonly why: string;
}

/**
 * @param counts by place, every agent who could have been chosen.
 * @param tally the selections by the yardstick, by the same places. @param seed of chance.
 */
export function uniformityOf(counts: readonly number[], tally: ChoiceTally, seed: string): Uniformity {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const test = uniformTest(counts);
  const byChance = test === null ? null : chiSquareByChance(counts, tally, total / counts.length);
  return {
    agents: counts.length,
    total,
    gini: gini(counts),
    giniByChance: total === 0 ? null : giniByChance(counts, tally, seed),
    jain: jain(counts),
    test,
    chiSquareByChance: byChance,
    ...reading(test, byChance, tally.choices, total),
  };
}

/** What was not a choice stays as it is; what was is as the yardstick expects, and varies. */
function chiSquareByChance(counts: readonly number[], tally: ChoiceTally, equal: number): number {
  return counts.reduce((sum, count, place) => {
    const mean = count - at(tally.chosen, place) + at(tally.expected, place);
    return sum + ((mean - equal) ** 2 + tally.variance(place)) / equal;
  }, 0);
}

function giniByChance(
  counts: readonly number[],
  tally: ChoiceTally,
  seed: string,
): { readonly mean: number; readonly p95: number } {
  const chance = fastChance(`${seed}/gini`);
  const drawn = new Float64Array(tally.size);
  const factor = tally.factored();
  const resample = tally.kept.resampler(chance);
  const values = Array.from({ length: replicates }, () => {
    if (tally.kept.isWhole) resample(drawn);
    else {
      drawNormal(factor, chance.normal, drawn);
      for (let place = 0; place < drawn.length; place++) drawn[place]! += tally.expected[place]!;
    }
    return gini(
      counts.map((count, place) => Math.max(0, count - at(tally.chosen, place) + at(drawn, place))),
    )!;
  }).sort((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value, 0) / replicates;
  return { mean, p95: values[Math.ceil(0.95 * replicates) - 1]! };
}

function reading(
  test: UniformTest | null,
  byChance: number | null,
  choices: number,
  total: number,
): Pick<Uniformity, 'saysSomething' | 'why'> {
  if (test === null || byChance === null)
    return { saysSomething: false, why: 'there is nothing to compare: it needs two agents and a count' };
  const critical = chiSquareQuantile(0.95, test.df);
  const free = `of ${withCommas(total)} only ${withCommas(choices)} had anybody to choose between`;
  if (byChance > critical)
    return {
      saysSomething: false,
      why: `it supposes that every agent was free equally often; ${free}, and an even choice among them would itself give a chi-square of about ${withCommas(Math.round(byChance))}, where anything above ${critical.toFixed(1)} is called uneven`,
    };
  return {
    saysSomething: true,
    why: `agents were about equally often among those to choose from (${free}), so that it asks nearly what Q asks`,
  };
}

function at(values: Float64Array, place: number): number {
  return values[place] ?? 0;
}
