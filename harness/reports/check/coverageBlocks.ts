import type { CoverageReport } from '../../coverage/coverageReport.ts';
import { goalSorts, type GoalSort } from '../../coverage/goal.ts';
import { coverageLines } from '../../coverage/textReport.ts';
import { withCommas } from '../../figures.ts';
import type { Block } from '../report.ts';
import { shareText } from '../shareText.ts';

/** What there is of each sort. */
const words: Readonly<Record<GoalSort, string>> = {
  rule: 'rules',
  branch: 'branches',
  threshold: 'thresholds',
};

/** What of a policy cases and recordings exercised, and what nothing ever did. */
export function coverageBlocks(report: CoverageReport): readonly Block[] {
  const lines = coverageLines(report);
  return [
    {
      kind: 'table',
      table: {
        caption: 'Exercised by cases and recordings',
        columns: [
          { heading: '' },
          { heading: 'exercised', style: 'figure' },
          { heading: 'of', style: 'figure' },
          { heading: '', style: 'bar' },
          { heading: 'share', style: 'figure' },
        ],
        rows: goalSorts.map((sort) => {
          const { all, exercised } = report.bySort[sort];
          const share = all === 0 ? 0 : exercised / all;
          return [
            words[sort],
            withCommas(exercised),
            withCommas(all),
            { bar: share },
            all === 0 ? '–' : shareText(share),
          ];
        }),
      },
    },
    ...(lines.length === 0
      ? []
      : [
          {
            kind: 'entries' as const,
            entries: lines.map((title) => ({ title, tag: 'never', tone: 'unsure' as const })),
          },
        ]),
  ];
}
