import { element, type Markup } from '../../markup.ts';
import { cutTo, emsOf } from '../../textWidth.ts';
import { ticks } from '../ticks.ts';
import { rangesOf, type CurveChart } from './curveChart.ts';

/** Units of the drawing. */
export const size = { width: 480, height: 270, font: 12 } as const;

/** Room beside the plot for the key of a line and its name. */
const names = { most: 130, key: 26 };

/** Where the plot is in the drawing, and where values are in it. */
export interface CurveFrame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly xOf: (value: number) => number;
  readonly yOf: (value: number) => number;
  readonly yTicks: readonly number[];
  readonly xTicks: readonly number[];
}

export function curveFrame(chart: CurveChart): CurveFrame {
  const { x, y } = rangesOf(chart);
  const [xTicks, yTicks] = [ticks(...x, 7), ticks(...y, 5)];
  const [top, bottom] = [46, size.height - 40];
  const left = Math.max(...yTicks.map((value) => emsOf(chart.y.spell(value)))) * size.font + 10;
  const right = size.width - Math.max(14, nameRoom(chart));
  const xOf = scale(x, left, right);
  return { left, right, top, bottom, xOf, yOf: scale(y, bottom, top), xTicks, yTicks };
}

/** How broad the names of lines may be, in units. */
export function nameRoom({ series }: CurveChart): number {
  if (series.length === 1) return 0;
  const widest = Math.max(...series.map(({ name }) => emsOf(name))) * size.font;
  return Math.min(names.most, widest + names.key + 8);
}

/** Axes, their ticks and headings. */
export function axes(chart: CurveChart, frame: CurveFrame): readonly Markup[] {
  const { left, right, bottom, xOf, yOf, xTicks, yTicks } = frame;
  return [
    element('text', { x: 4, y: 14, class: 'head' }, cutTo(chart.y.heading, 34, emsOf)),
    ...yTicks.flatMap((value) => [
      element('line', { x1: left, x2: right, y1: yOf(value), y2: yOf(value), class: 'grid' }),
      text(chart.y.spell(value), left - 7, yOf(value) + 4, 'end'),
    ]),
    ...xTicks.flatMap((value) => [
      element('line', { x1: xOf(value), x2: xOf(value), y1: bottom, y2: bottom + 4, class: 'axis' }),
      text(String(value), xOf(value), bottom + 17, 'middle'),
    ]),
    element('line', { x1: left, x2: right, y1: bottom, y2: bottom, class: 'axis' }),
    element(
      'text',
      { x: (left + right) / 2, y: size.height - 6, 'text-anchor': 'middle', class: 'head' },
      cutTo(chart.x.heading, (right - left) / size.font / 1.12, emsOf),
    ),
  ];
}

function text(label: string, x: number, y: number, anchor: string): Markup {
  return element('text', { x, y, 'text-anchor': anchor, class: 'tick' }, label);
}

function scale([from, to]: readonly [number, number], low: number, high: number): (value: number) => number {
  const span = to - from;
  return (value) => (span === 0 ? (low + high) / 2 : low + ((value - from) / span) * (high - low));
}
