import { element, type Markup } from '../../markup.ts';
import { cutTo, emsOf } from '../../textWidth.ts';
import { drawing, hint } from '../svg.ts';
import { curveDescription, type CurveChart, type Series } from './curveChart.ts';
import { axes, curveFrame, nameRoom, size, type CurveFrame } from './curveFrame.ts';

/** The least distance of two names, in units of the drawing. */
const nameHeight = 15;
/** Points are drawn one by one up to so many. */
const mostDots = 60;

/** Lines over a number, each told apart by colour, dashes and its name at its end. */
export function curveSvg(chart: CurveChart, id: string): Markup {
  const frame = curveFrame(chart);
  return drawing(
    { id, title: chart.title, description: curveDescription(chart) },
    size.width,
    size.height,
    ...axes(chart, frame),
    ...nowMark(chart, frame),
    ...chart.series.flatMap((series, place) => lineOf(series, place, chart, frame)),
    ...nameLabels(chart, frame),
  );
}

/** The value that holds now: a line through the plot, told above it. */
function nowMark({ now }: CurveChart, { left, right, top, bottom, xOf }: CurveFrame): readonly Markup[] {
  if (now === undefined) return [];
  const x = xOf(now.x);
  const text = `${now.label}: ${now.x}`;
  const half = (emsOf(text) * size.font) / 2;
  const middle = Math.min(Math.max(x, left + half), right - half);
  return [
    element('line', { x1: x, x2: x, y1: top - 4, y2: bottom, class: 'now' }),
    element('text', { x: middle, y: top - 9, 'text-anchor': 'middle', class: 'label' }, text),
  ];
}

/** A line, broken where nothing can be said, and its points. */
function lineOf(
  { name, points }: Series,
  place: number,
  { x, y }: CurveChart,
  { xOf, yOf }: CurveFrame,
): readonly Markup[] {
  let isOpen = false;
  let path = '';
  for (const point of points) {
    if (point.y !== undefined)
      path += `${isOpen ? 'L' : 'M'}${rounded(xOf(point.x))} ${rounded(yOf(point.y))}`;
    isOpen = point.y !== undefined;
  }
  const shown = points.length > mostDots ? [] : points;
  const dots = shown.flatMap((point) => {
    if (point.y === undefined) return [];
    const told = `${x.heading} ${point.x}: ${name} ${y.spell(point.y)}`;
    const at = { cx: xOf(point.x), cy: yOf(point.y), r: 3 };
    return [element('circle', { ...at, class: `point ${colourOf(place)}` }, hint(told))];
  });
  return [element('path', { d: path, class: `line ${strokeOf(place)}` }), ...dots];
}

/** Each line's name at its end, moved apart where two would touch, behind a piece of the line. */
function nameLabels(chart: CurveChart, { right, top, bottom, yOf }: CurveFrame): readonly Markup[] {
  if (chart.series.length === 1) return [];
  const ends = chart.series
    .map(({ name, points }, place) => {
      const last = points.findLast((point) => point.y !== undefined);
      return { name, place, y: last === undefined ? bottom : yOf(last.y!) };
    })
    .sort((a, b) => a.y - b.y);
  let y = top - nameHeight;
  return ends.flatMap((end, index) => {
    y = Math.max(y + nameHeight, Math.min(end.y, bottom - (ends.length - 1 - index) * nameHeight));
    const name = cutTo(end.name, (nameRoom(chart) - 30) / size.font, emsOf);
    return [
      element('path', { d: `M${rounded(right + 8)} ${rounded(y)}h18`, class: `line ${strokeOf(end.place)}` }),
      element('text', { x: right + 30, y: y + 4, class: 'label' }, name, hint(end.name)),
    ];
  });
}

function colourOf(place: number): string {
  return `c${(place % 8) + 1}`;
}

function strokeOf(place: number): string {
  return `${colourOf(place)} dash${place % 4}`;
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
