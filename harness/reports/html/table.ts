import { element, type Markup } from '../markup.ts';
import type { Bar, Cell, Column, Dot, Scale, Table } from '../table.ts';
import { ticks } from '../charts/ticks.ts';

/** Columns that stand on paper in the size of the others. */
const mostOnPaper = 6;

/** Units of the drawing in a column of dots. */
const dots = { width: 240, height: 20, margin: 12 };

/** A table that scrolls by itself where the page is too narrow for it. @param id of its own on the page. */
export function tableHtml({ caption, columns, rows, more }: Table, id: string): Markup {
  const named = `${id}-caption`;
  return element(
    'div',
    { class: 'tabled' },
    element('p', { class: 'caption', id: named }, caption),
    element(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': named },
      element(
        'table',
        { 'aria-labelledby': named, class: columns.length > mostOnPaper ? 'broad' : undefined },
        element('thead', {}, element('tr', {}, ...columns.map(headingHtml))),
        element(
          'tbody',
          {},
          ...rows.map((row) =>
            element('tr', {}, ...row.map((cell, place) => cellHtml(cell, columns[place]!))),
          ),
        ),
      ),
    ),
    ...(more === undefined ? [] : [element('p', { class: 'more' }, more)]),
  );
}

function headingHtml({ heading, style, scale }: Column): Markup {
  return element(
    'th',
    { scope: 'col', class: style ?? 'text' },
    heading,
    ...(style === 'dot' && scale !== undefined ? [axisSvg(scale)] : []),
  );
}

function cellHtml(cell: Cell, { style = 'text', scale }: Column): Markup {
  const attributes = { class: style };
  if (typeof cell === 'string')
    return element('td', attributes, style === 'code' && cell !== '' ? element('code', {}, cell) : cell);
  if ('bar' in cell) return element('td', attributes, barSvg(cell));
  return element('td', attributes, dotSvg(cell, scale!));
}

/** What it shows stands in the columns beside it as well, so that who does not see it misses nothing. */
function barSvg({ bar, before }: Bar): Markup {
  const share = (value: number): number => Math.min(1, Math.max(0, value)) * 100;
  return element(
    'svg',
    { viewBox: '0 0 100 12', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    element('rect', { x: 0, y: 0, width: 100, height: 12, class: 'room' }),
    element('rect', { x: 0, y: 1, width: share(bar), height: 10, class: 'share' }),
    ...(before === undefined
      ? []
      : [
          element('rect', {
            x: Math.max(0, share(before) - 0.6),
            y: 0,
            width: 1.2,
            height: 12,
            class: 'before',
          }),
        ]),
  );
}

function placed(value: number, { from, to }: Scale): number {
  const share = (Math.min(to, Math.max(from, value)) - from) / (to - from);
  return dots.margin + share * (dots.width - 2 * dots.margin);
}

function dotSvg({ dot, low, high, isOdd }: Dot, scale: Scale): Markup {
  const [left, right, middle] = [placed(low, scale), placed(high, scale), dots.height / 2];
  const stop = (x: number): Markup =>
    element('line', { x1: x, x2: x, y1: middle - 4, y2: middle + 4, class: 'whisker' });
  return drawn(
    scale,
    dots.height,
    element(
      'g',
      { class: isOdd ? 'odd' : undefined },
      element('line', { x1: left, x2: right, y1: middle, y2: middle, class: 'whisker' }),
      // A whisker that goes on beyond the drawing has no end there.
      ...(low < scale.from ? [] : [stop(left)]),
      ...(high > scale.to ? [] : [stop(right)]),
      isOdd
        ? element('path', { d: diamond(placed(dot, scale), middle), class: 'estimate' })
        : element('circle', { cx: placed(dot, scale), cy: middle, r: 4.5, class: 'estimate' }),
    ),
  );
}

function diamond(x: number, y: number): string {
  const at = Math.round(x * 100) / 100;
  return `M${at} ${y - 6}l6 6l-6 6l-6 -6Z`;
}

function axisSvg(scale: Scale): Markup {
  const marks = ticks(scale.from, scale.to, 4).flatMap((value) => [
    element(
      'text',
      { x: placed(value, scale), y: 12, 'text-anchor': 'middle', class: 'tick' },
      String(value),
    ),
    element('line', { x1: placed(value, scale), x2: placed(value, scale), y1: 16, y2: 20, class: 'axis' }),
  ]);
  return canvas(dots.height, ...marks);
}

/** Over what is of no concern, and what is expected. */
function drawn(scale: Scale, height: number, ...shapes: readonly Markup[]): Markup {
  const { reference, tolerance } = scale;
  const x = placed(reference ?? scale.from, scale);
  const [low, high] = [placed(tolerance?.low ?? 0, scale), placed(tolerance?.high ?? 0, scale)];
  return canvas(
    height,
    ...(tolerance === undefined
      ? []
      : [element('rect', { x: low, y: 0, width: high - low, height, class: 'tolerance' })]),
    ...(reference === undefined
      ? []
      : [element('line', { x1: x, x2: x, y1: 0, y2: height, class: 'reference' })]),
    ...shapes,
  );
}

function canvas(height: number, ...shapes: readonly Markup[]): Markup {
  const { width } = dots;
  return element(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true' },
    ...shapes,
  );
}
