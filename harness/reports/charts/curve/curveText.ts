import { tableText } from '../../text/table.ts';
import { cutTo, placesOf } from '../../textWidth.ts';
import { curveTable, rangesOf, type CurveChart } from './curveChart.ts';

const lines = 12;
/** How lines are told apart. */
const marks = ['●', '○', '◆', '◇', '▲', '△', '■', '□'];

/** The curve in characters, and its figures. @param width in places of a terminal. */
export function curveText(chart: CurveChart, width: number): readonly string[] {
  return [...drawn(chart, width), '', ...tableText(curveTable(chart), width)];
}

function drawn(chart: CurveChart, width: number): readonly string[] {
  const { x, y } = rangesOf(chart);
  const columns = Math.max(20, Math.min(64, width - 12));
  const place = (value: number, [from, to]: readonly [number, number], most: number): number =>
    to === from ? 0 : Math.round(((value - from) / (to - from)) * most);
  const grid = Array.from({ length: lines }, () => Array.from({ length: columns }, () => ' '));
  if (chart.now !== undefined) {
    const column = place(chart.now.x, x, columns - 1);
    for (const line of grid) line[column] = '┊';
  }
  for (const [index, { points }] of chart.series.entries())
    for (const point of points)
      if (point.y !== undefined)
        grid[lines - 1 - place(point.y, y, lines - 1)]![place(point.x, x, columns - 1)] =
          marks[index % marks.length]!;
  const labelled = new Map([
    [0, chart.y.spell(y[1])],
    [lines - 1, chart.y.spell(y[0])],
  ]);
  const margin = Math.max(...[...labelled.values()].map((label) => label.length));
  const ends = [String(x[0]), String(x[1])] as const;
  const between = cutTo(
    chart.x.heading,
    Math.max(1, columns - ends[0].length - ends[1].length - 2),
    placesOf,
  );
  const gap = columns - ends[0].length - ends[1].length - placesOf(between);
  const legend = [
    ...(chart.series.length === 1
      ? []
      : chart.series.map(({ name }, index) => `${marks[index % marks.length]} ${name}`)),
    ...(chart.now === undefined ? [] : [`┊ ${chart.now.label}: ${chart.now.x}`]),
  ];
  return [
    cutTo(chart.y.heading, width, placesOf),
    ...grid.map(
      (line, index) => `${(labelled.get(index) ?? '').padStart(margin)} ┤${line.join('').trimEnd()}`,
    ),
    `${' '.repeat(margin)} └${'─'.repeat(columns)}`,
    `${' '.repeat(margin + 2)}${ends[0]}${' '.repeat(Math.floor(gap / 2))}${between}${' '.repeat(Math.ceil(gap / 2))}${ends[1]}`,
    ...legend.map((entry) => `${' '.repeat(margin + 2)}${cutTo(entry, width - margin - 2, placesOf)}`),
  ];
}
