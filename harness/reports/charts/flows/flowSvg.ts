import { withCommas } from '../../../figures.ts';
import { element, type Markup } from '../../markup.ts';
import { cutTo, emsOf, inLines } from '../../textWidth.ts';
import { drawing, hint } from '../svg.ts';
import { endName, flowDescription, namesOf, type FlowChart } from './flowChart.ts';
import { flowLayout, type FlowEnd, type Ribbon } from './flowLayout.ts';

const width = 480;
/** Room for labels at either side, and the breadth of bars. */
const labels = 154;
const bar = 8;
const head = 26;
const fontSize = 12;
const lineHeight = 14;
/** How much broader headings are. */
const boldness = 1.12;
/** Lines of a label, at most. */
const mostLines = 2;
/** Colours there are for the names at the left; the next begin anew, and others are grey. */
const colours = 8;

/** The flows as ribbons between two columns of names, each as broad as it has decisions. */
export function flowSvg(chart: FlowChart, id: string): Markup {
  const layout = flowLayout(chart, (end, name, count) => labelLines(endName(name, chart.others[end]), count));
  const { left, right, ribbons, height } = layout;
  const colourOf = (place: number): string =>
    left[place]!.name === null ? 'c0' : `c${(place % colours) + 1}`;
  const hintOf = ({ from, to, count }: Ribbon): string => {
    const names = namesOf(chart, { from: left[from]!.name, to: right[to]!.name, count });
    return `${names.from} → ${names.to}: ${withCommas(count)}`;
  };
  return drawing(
    { id, title: chart.title, description: flowDescription(chart) },
    width,
    head + height + 2,
    heading(chart.headings.from, labels - 6, 'end'),
    heading(chart.headings.to, width - labels + 6, 'start'),
    ...ribbons.map((ribbon) =>
      element('path', { d: pathOf(ribbon), class: `ribbon ${colourOf(ribbon.from)}` }, hint(hintOf(ribbon))),
    ),
    ...left.flatMap((end, place) => [
      barOf(end, labels, colourOf(place)),
      label(end, chart.others.from, labels - 6, 'end'),
    ]),
    ...right.flatMap((end) => [
      barOf(end, width - labels - bar, 'c0'),
      label(end, chart.others.to, width - labels + 6, 'start'),
    ]),
  );
}

/** Its lines, the last of them with room for the figure beside it. */
function labelLines(name: string, count: number): readonly string[] {
  return inLines(name, (labels - 12) / fontSize - emsOf(withCommas(count)) - 0.5, mostLines, emsOf);
}

function heading(text: string, x: number, anchor: 'start' | 'end'): Markup {
  const cut = cutTo(text, labels / fontSize / boldness, emsOf);
  return element('text', { x, y: 12, 'text-anchor': anchor, class: 'head' }, cut);
}

function barOf({ top, height }: FlowEnd, x: number, colour: string): Markup {
  return element('rect', {
    x,
    y: head + top,
    width: bar,
    height: Math.max(height, 1),
    class: `end ${colour}`,
  });
}

/** Its name, and how many decisions. */
function label(
  { name, count, label: lines, top, height }: FlowEnd,
  others: number,
  x: number,
  anchor: 'start' | 'end',
): Markup {
  const figure = withCommas(count);
  const first = head + top + height / 2 + fontSize * 0.36 - ((lines.length - 1) * lineHeight) / 2;
  const spans = lines.map((line, place) =>
    element('tspan', { x, y: first + place * lineHeight, class: name === null ? 'faint' : undefined }, line),
  );
  return element(
    'text',
    { 'text-anchor': anchor, class: 'label' },
    ...spans,
    element('tspan', { class: 'faint', dx: 5 }, figure),
    hint(`${endName(name, others)}: ${figure}`),
  );
}

function pathOf({ fromTop, toTop, breadth }: Ribbon): string {
  const [from, to, middle] = [labels + bar, width - labels - bar, width / 2];
  const broad = Math.max(breadth, 0.8);
  const [a, b] = [head + fromTop, head + toTop];
  const at = (value: number): string => String(Math.round(value * 100) / 100);
  return [
    `M${from} ${at(a)}C${middle} ${at(a)} ${middle} ${at(b)} ${to} ${at(b)}`,
    `V${at(b + broad)}C${middle} ${at(b + broad)} ${middle} ${at(a + broad)} ${from} ${at(a + broad)}Z`,
  ].join('');
}
