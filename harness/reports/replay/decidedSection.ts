import { decisionPoints, type DecisionPoint } from '../../../engine/decisions/record.ts';
import { withCommas } from '../../figures.ts';
import { pointWords } from '../../replay/pointWords.ts';
import type { ReplayResult } from '../../replay/result.ts';
import type { Block, Section } from '../report.ts';
import { shareText } from '../shareText.ts';

/** Rules listed for each point; the rest is counted. */
const mostRules = 12;

/** How many decisions were made at each point, and which rule or step settled them. */
export function decidedSection(result: ReplayResult): Section {
  const blocks = decisionPoints
    .filter((point) => result.decisions[point] + (result.against?.decisions[point] ?? 0) > 0)
    .map((point): Block => ({ kind: 'table', table: rulesTable(point, result) }));
  return {
    heading: 'What was decided, and by what',
    blocks: blocks.length === 0 ? [{ kind: 'text', text: 'Nothing was decided.' }] : blocks,
  };
}

function rulesTable(
  point: DecisionPoint,
  { decisions, decidedBy, against }: ReplayResult,
): Extract<Block, { kind: 'table' }>['table'] {
  const before = against?.decidedBy[point] ?? {};
  const [total, totalBefore] = [decisions[point], against?.decisions[point] ?? 0];
  const names = [...new Set([...Object.keys(decidedBy[point]), ...Object.keys(before)])];
  const rules = names
    .map((name) => ({ name, is: decidedBy[point][name] ?? 0, was: before[name] ?? 0 }))
    .sort((a, b) => b.is - a.is || b.was - a.was || (a.name < b.name ? -1 : 1));
  const shareOf = (count: number, of: number): number => (of === 0 ? 0 : count / of);
  const left = rules.slice(mostRules);
  return {
    caption: `${pointWords[point]}: ${withCommas(total)}${against === undefined ? '' : `, by ${against.policy} ${withCommas(totalBefore)}`}`,
    columns: [
      { heading: 'settled by' },
      { heading: 'decisions', style: 'figure' },
      { heading: '', style: 'bar' },
      { heading: 'share', style: 'figure' },
      ...(against === undefined
        ? []
        : [
            { heading: 'before', style: 'figure' as const },
            { heading: 'difference', style: 'figure' as const },
          ]),
    ],
    rows: rules
      .slice(0, mostRules)
      .map(({ name, is, was }) => [
        name,
        withCommas(is),
        { bar: shareOf(is, total), ...(against === undefined ? {} : { before: shareOf(was, totalBefore) }) },
        shareText(shareOf(is, total)),
        ...(against === undefined ? [] : [withCommas(was), difference(is - was)]),
      ]),
    ...(left.length === 0
      ? {}
      : {
          more: `and ${withCommas(left.length)} more with ${withCommas(left.reduce((sum, { is }) => sum + is, 0))} decisions`,
        }),
  };
}

function difference(count: number): string {
  if (count === 0) return '0';
  return count > 0 ? `+${withCommas(count)}` : `−${withCommas(-count)}`;
}
