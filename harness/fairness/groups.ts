import type { Interval } from '../statistics/binomial.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { sharesOf, type Counted, type Share } from './opportunity/agentShares.ts';
import type { ChoiceTally } from './opportunity/choiceTally.ts';
import { error } from './opportunity/effect.ts';
import { worstOf, type Judgement, type Verdict } from './verdict.ts';

/** Groups of fewer agents are not shown: their numbers would be somebody's. */
export const smallestGroup = 5;

/** A group's agents together. */
export interface GroupShare extends Share {
  readonly group: string;
  readonly agents: number;
}

/** Two groups compared. */
export interface ImpactRatio {
  /** The group chosen less often than expected, and the one chosen more often, each by its own ratio. */
  readonly lower: string;
  readonly higher: string;
  /** Ratio of the lower by that of the higher, 0 to 1. */
  readonly ratio: number;
  /** With `error` on either side, over all pairs together. */
  readonly interval: Interval;
  readonly verdict: Verdict;
}

/** How groups of agents fared. */
export interface GroupAudit extends Judgement {
  /** Where the groups come from. */
  readonly by: string;
  readonly groups: readonly GroupShare[];
  /** Groups of fewer than `smallestGroup` agents, not shown. */
  readonly suppressed: number;
  /** Agents of whom no group is known. */
  readonly ungrouped: number;
  /** The least ratio of all pairs of groups; absent with fewer than two. */
  readonly impact?: ImpactRatio;
}

interface Group extends Counted {
  readonly group: string;
  readonly places: readonly number[];
}

/** @param groupOf by place of an agent, its group. @param limit the least impact ratio still called fair. */
export function auditGroups(
  tally: ChoiceTally,
  groupOf: readonly (string | undefined)[],
  by: string,
  limit: number,
): GroupAudit {
  const all = membersBy(tally, groupOf);
  const shown = [...all].filter(([, places]) => places.length >= smallestGroup).sort(byName);
  const groups = shown.map(([group, places]) => counted(tally, group, places));
  const comparable = groups.filter(({ variance }) => variance > 0);
  const shares = sharesOf(comparable);
  const pairs = comparable.flatMap((one, index) =>
    comparable.slice(index + 1).map((other) => [one, other] as const),
  );
  const ratios = pairs.map(([one, other]) => impactOf(tally, one, other, pairs.length, limit));
  const impact = ratios.toSorted((a, b) => a.ratio - b.ratio)[0];
  return {
    by,
    groups: comparable.map(({ group, places }, index) => ({
      group,
      agents: places.length,
      ...shares[index]!,
    })),
    suppressed: all.size - shown.length,
    ungrouped: groupOf.filter((group, place) => group === undefined && tally.variance(place) > 0).length,
    ...(impact === undefined ? {} : { impact }),
    ...judgeGroups(ratios, limit),
  };
}

function judgeGroups(ratios: readonly ImpactRatio[], limit: number): Judgement {
  if (ratios.length === 0)
    return {
      verdict: 'NOT ENOUGH DATA',
      because: `there are no two groups of at least ${smallestGroup} agents to compare`,
    };
  const verdict = worstOf(ratios.map((one) => one.verdict));
  const of = ratios.filter((one) => one.verdict === verdict).sort((a, b) => a.ratio - b.ratio)[0]!;
  const { lower, higher, ratio, interval } = of;
  const range = `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`;
  return {
    verdict,
    because: `${lower} is chosen ${ratio.toFixed(2)} times as often as ${higher}, each against what is expected of it (${range}); the limit is ${limit}`,
  };
}

/**
 * Katz' interval, on the logarithm, with the covariance of two groups who compete for the same decisions.
 * Source: Katz et al. 1978, Biometrics 34:469–474; where a group was never chosen, half a selection is added (Haldane).
 */
function impactOf(tally: ChoiceTally, one: Group, other: Group, pairs: number, limit: number): ImpactRatio {
  const isLower = one.chosen / one.expected <= other.chosen / other.expected;
  const [lower, higher] = isLower ? [one, other] : [other, one];
  const add = lower.chosen === 0 || higher.chosen === 0 ? 0.5 : 0;
  const [a, b] = [lower.chosen + add, higher.chosen + add];
  const together = sumOver(tally, lower.places, higher.places);
  const variance =
    lower.variance / (a * lower.expected) +
    higher.variance / (b * higher.expected) -
    (2 * together) / Math.sqrt(a * lower.expected * b * higher.expected);
  const log = Math.log(a / lower.expected / (b / higher.expected));
  const reach = normalQuantile(1 - error / pairs) * Math.sqrt(variance);
  const interval = { low: Math.exp(log - reach), high: Math.exp(log + reach) };
  return {
    lower: lower.group,
    higher: higher.group,
    ratio: lower.chosen / lower.expected / (higher.chosen / higher.expected || 1),
    interval,
    verdict: judgePair(interval, limit),
  };
}

function judgePair({ low, high }: Interval, limit: number): Verdict {
  if (high < limit) return 'UNFAIR';
  return low >= limit && 1 / high >= limit ? 'FAIR' : 'NOT ENOUGH DATA';
}

function membersBy(tally: ChoiceTally, groupOf: readonly (string | undefined)[]): Map<string, number[]> {
  const members = new Map<string, number[]>();
  for (const [place, group] of groupOf.entries()) {
    if (group === undefined || !(tally.variance(place) > 0)) continue;
    const places = members.get(group);
    if (places === undefined) members.set(group, [place]);
    else places.push(place);
  }
  return members;
}

function counted(tally: ChoiceTally, group: string, places: readonly number[]): Group {
  const sum = (values: Float64Array): number => places.reduce((total, place) => total + values[place]!, 0);
  return {
    group,
    places,
    offered: sum(tally.offered),
    chosen: sum(tally.chosen),
    expected: sum(tally.expected),
    variance: sumOver(tally, places, places),
  };
}

function sumOver(tally: ChoiceTally, rows: readonly number[], columns: readonly number[]): number {
  return rows.reduce(
    (sum, row) => sum + columns.reduce((of, column) => of + tally.covariance(row, column), 0),
    0,
  );
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
