import { withCommas } from '../figures.ts';
import type { CoverageReport, Gap, Share } from './coverageReport.ts';

/** Gaps shown before the rest is only counted. */
const mostShown = 40;

/** How much was exercised, in one line. */
export function coverageSummary({ bySort, byRecordingsOnly, recordings, ...all }: CoverageReport): string {
  const of = ({ exercised, all: count }: Share): string => `${withCommas(exercised)} of ${withCommas(count)}`;
  const recorded = recordings.length === 0 ? '' : `, ${withCommas(byRecordingsOnly)} by recordings only`;
  return `${of(all)} exercised${recorded} (rules ${of(bySort.rule)}, branches ${of(bySort.branch)}, thresholds ${of(bySort.threshold)})`;
}

/** What nothing exercised, line by line; of a rule that never took effect only that. */
export function coverageLines({ untried, gaps: all }: CoverageReport): readonly string[] {
  const idle = new Set(all.filter(({ sort }) => sort === 'rule').map(ruleOf));
  const gaps = all.filter((gap) => gap.sort === 'rule' || !idle.has(ruleOf(gap)));
  const shown = gaps.slice(0, mostShown);
  return [
    ...untried.map((pack) => `${pack}: nothing in it was ever exercised`),
    ...shown.map(gapLine),
    ...(gaps.length > shown.length
      ? [`… and ${withCommas(gaps.length - shown.length)} more, which --format json lists`]
      : []),
  ];
}

function ruleOf({ pack, rule }: Gap): string {
  return `${pack} ${rule}`;
}

function gapLine({ file, line, column, rule, subject, never }: Gap): string {
  const of = subject.includes(`“${rule}”`) || subject === rule ? '' : `${rule}: `;
  return `${file}:${line}:${column}: ${of}${subject}: ${never.join(', ').replaceAll(', never ', ', nor ')}`;
}
