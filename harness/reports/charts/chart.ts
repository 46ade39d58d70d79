import type { Markup } from '../markup.ts';
import type { Table } from '../table.ts';
import type { CurveChart } from './curve/curveChart.ts';
import { curveTable } from './curve/curveChart.ts';
import { curveSvg } from './curve/curveSvg.ts';
import { curveText } from './curve/curveText.ts';
import { flowTable, type FlowChart } from './flows/flowChart.ts';
import { flowSvg } from './flows/flowSvg.ts';
import { flowText } from './flows/flowText.ts';

/** Something drawn from figures. */
export type Chart = FlowChart | CurveChart;

/** The drawing. @param id of its own on the page. */
export function chartSvg(chart: Chart, id: string): Markup {
  return chart.kind === 'flows' ? flowSvg(chart, id) : curveSvg(chart, id);
}

/** The drawing in characters, and its figures. @param width in places of a terminal. */
export function chartText(chart: Chart, width: number): readonly string[] {
  return chart.kind === 'flows' ? flowText(chart, width) : curveText(chart, width);
}

/** Its figures. */
export function chartTable(chart: Chart): Table {
  return chart.kind === 'flows' ? flowTable(chart) : curveTable(chart);
}
