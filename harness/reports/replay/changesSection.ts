import { decisionPoints, type DecisionPoint } from '../../../engine/decisions/record.ts';
import { withCommas } from '../../figures.ts';
import { pointWords } from '../../replay/pointWords.ts';
import type { Changes } from '../../replay/changes.ts';
import type { ReplayResult } from '../../replay/result.ts';
import type { Block, Section } from '../report.ts';
import type { Table } from '../table.ts';
import { shareText } from '../shareText.ts';

/** What an end of a flow is, where its name alone does not say. */
const ends: Readonly<Partial<Record<DecisionPoint, string>>> = {
  ranking: ', by the agent ranked first',
  order: ', by the head start of who is next',
  reaction: ', by the reactions that hold',
};

/** Which decisions come out otherwise, and from what to what they go. */
export function changesSection(result: ReplayResult, { counts, flows }: Changes): Section {
  const compared = decisionPoints.filter((point) => counts[point].compared + counts[point].onlyOne > 0);
  const headings = headingsOf(result);
  const charts = compared.flatMap((point): readonly Block[] => {
    const { changed } = counts[point];
    if (changed === 0) return [];
    const title = `${pointWords[point]}: ${withCommas(changed)} ${changed === 1 ? 'decision goes' : 'decisions go'} elsewhere${ends[point] ?? ''}`;
    return [{ kind: 'chart', chart: { kind: 'flows', title, headings, ...flows[point] } }];
  });
  return {
    heading: 'What changes',
    blocks: [{ kind: 'table', table: countsTable(compared, counts) }, ...charts],
  };
}

function headingsOf({ policy, against }: ReplayResult): { readonly from: string; readonly to: string } {
  return policy === against!.policy ? { from: 'before', to: 'after' } : { from: against!.policy, to: policy };
}

function countsTable(points: readonly DecisionPoint[], counts: Changes['counts']): Table {
  return {
    caption: 'Decisions that come to something else for the customer',
    columns: [
      { heading: 'decision' },
      { heading: 'compared', style: 'figure' },
      { heading: 'changed', style: 'figure' },
      { heading: '', style: 'bar' },
      { heading: 'share', style: 'figure' },
      { heading: 'only one could make', style: 'figure' },
    ],
    rows: points.map((point) => {
      const { compared, changed, onlyOne } = counts[point];
      const share = compared === 0 ? 0 : changed / compared;
      return [
        pointWords[point],
        withCommas(compared),
        withCommas(changed),
        { bar: share },
        compared === 0 ? '–' : shareText(share),
        withCommas(onlyOne),
      ];
    }),
  };
}
