import { withCommas } from '../../../figures.ts';
import type { Flow, PointFlows } from '../../../replay/flows.ts';
import type { Table } from '../../table.ts';
import { shareText } from '../../shareText.ts';

/** Flows listed one by one; the rest is counted. */
const mostRows = 12;

/** Decisions that went from one end to another. */
export interface FlowChart extends PointFlows {
  readonly kind: 'flows';
  readonly title: string;
  /** What stands at the left, and at the right. */
  readonly headings: { readonly from: string; readonly to: string };
}

/** The name of an end, which is never without a word; of others, how many they are. */
export function endName(name: string | null, others: number): string {
  if (name === null) return `${withCommas(others)} others`;
  return name.trim() === '' ? '(no name)' : name;
}

/** All decisions that flow. */
export function sumOf(flows: readonly Pick<Flow, 'count'>[]): number {
  return flows.reduce((sum, { count }) => sum + count, 0);
}

/** In words, for who does not see it. */
export function flowDescription(chart: FlowChart): string {
  const [first] = chart.flows;
  const total = `${withCommas(sumOf(chart.flows))} decisions`;
  if (first === undefined) return 'Nothing flows.';
  const { from, to } = namesOf(chart, first);
  return `${total} from ${chart.headings.from} to ${chart.headings.to}. Most, ${withCommas(first.count)}, go from ${from} to ${to}. Every flow is in the table beside.`;
}

/** The names of both ends of a flow. */
export function namesOf(
  { others }: PointFlows,
  { from, to }: Flow,
): { readonly from: string; readonly to: string } {
  return { from: endName(from, others.from), to: endName(to, others.to) };
}

export function flowTable(chart: FlowChart): Table {
  const { title, headings, flows } = chart;
  const total = sumOf(flows);
  const left = flows.slice(mostRows);
  return {
    caption: title,
    columns: [
      { heading: headings.from },
      { heading: headings.to },
      { heading: 'decisions', style: 'figure' },
      { heading: 'share', style: 'figure' },
    ],
    rows: flows.slice(0, mostRows).map((flow) => {
      const { from, to } = namesOf(chart, flow);
      return [from, to, withCommas(flow.count), shareText(flow.count / total)];
    }),
    ...(left.length === 0
      ? {}
      : { more: `and ${withCommas(left.length)} smaller flows with ${withCommas(sumOf(left))} decisions` }),
  };
}
