import { chiSquareUpperTail } from './chiSquare.ts';
import { factored, quadraticForm } from './covariance.ts';
import type { TimeCount } from './kaplanMeier.ts';

/** Whether the event comes at the same rate in every group. */
export interface LogRankTest {
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
}

/**
 * The log-rank test of several groups; null where nothing can be compared.
 * Source: Mantel 1966; Peto and Peto 1972, J. R. Statist. Soc. A 135:185–207.
 * @param groups each by ascending time, each time once.
 */
export function logRank(groups: readonly (readonly TimeCount[])[]): LogRankTest | null {
  const size = groups.length;
  const atRisk = groups.map((counts) => counts.reduce((sum, one) => sum + one.events + one.censored, 0));
  const difference = new Float64Array(size);
  const covariance = new Float64Array(size * size);
  const next = groups.map(() => 0);
  const times = [...new Set(groups.flatMap((counts) => counts.map(({ time }) => time)))].sort(
    (a, b) => a - b,
  );
  for (const time of times) {
    const now = groups.map((counts, group) =>
      counts[next[group]!]?.time === time ? counts[next[group]!] : undefined,
    );
    const all = atRisk.reduce((sum, count) => sum + count, 0);
    const events = now.reduce((sum, one) => sum + (one?.events ?? 0), 0);
    const spread = all > 1 ? (events * (all - events)) / (all - 1) : 0;
    for (let group = 0; group < size; group++) {
      const share = atRisk[group]! / all;
      difference[group]! += (now[group]?.events ?? 0) - events * share;
      if (spread === 0) continue;
      for (let other = 0; other < size; other++)
        covariance[group * size + other]! +=
          spread * share * ((group === other ? 1 : 0) - atRisk[other]! / all);
    }
    for (const [group, one] of now.entries()) {
      if (one === undefined) continue;
      atRisk[group]! -= one.events + one.censored;
      next[group]!++;
    }
  }
  const factor = factored(covariance, size, size);
  if (factor.rank === 0) return null;
  const chiSquare = quadraticForm(factor, (group) => difference[group]!);
  return { chiSquare, df: factor.rank, p: chiSquareUpperTail(chiSquare, factor.rank) };
}
