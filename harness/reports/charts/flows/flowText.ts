import { tableText } from '../../text/table.ts';
import { flowTable, type FlowChart } from './flowChart.ts';

/** The flows with a bar each, largest first. @param width in places of a terminal. */
export function flowText(chart: FlowChart, width: number): readonly string[] {
  const { columns, rows, ...table } = flowTable(chart);
  const largest = chart.flows[0]?.count ?? 1;
  return tableText(
    {
      ...table,
      columns: [...columns, { heading: '', style: 'bar' }],
      rows: rows.map((row, place) => [...row, { bar: chart.flows[place]!.count / largest }]),
    },
    width,
  );
}
