import type { Cell, Column, Scale, Table } from '../table.ts';
import { placesOf } from '../textWidth.ts';
import { barText } from './barText.ts';
import { dotText } from './dotText.ts';
import { wrapped } from './wrap.ts';

const gap = '  ';
const bars = 16;
const dots = 27;
/** No text, and no heading, is broken to less than this. */
const narrowest = 10;

/** A table in columns, no broader than asked for where that can be: texts are broken, figures are not. */
export function tableText({ columns, rows, more }: Table, width: number): readonly string[] {
  const texts = [
    columns.map(({ heading }) => heading),
    ...rows.map((row) => row.map((cell, place) => cellText(cell, columns[place]!))),
  ];
  const widths = fitted(columns, texts, width);
  const [head, ...body] = texts.map((row) => rowLines(row, columns, widths));
  const rule = widths.map((places) => '─'.repeat(places)).join(gap);
  return [...head!, rule, ...body.flat(), ...(more === undefined ? [] : wrapped(more, width))];
}

function cellText(cell: Cell, { scale }: Column): string {
  if (typeof cell === 'string') return cell;
  return 'bar' in cell ? barText(cell.bar, bars) : dotText(cell, scale as Scale, dots);
}

/** The widest give way until all fits: texts are broken, and headings; figures are not. */
function fitted(
  columns: readonly Column[],
  texts: readonly (readonly string[])[],
  width: number,
): readonly number[] {
  const all = columns.map((_, place) => texts.map((row) => placesOf(row[place]!)));
  const widths = all.map((column) => Math.max(...column));
  const least = all.map(([heading, ...cells], place) => {
    const { style = 'text' } = columns[place]!;
    if (style === 'text' || style === 'code') return narrowest;
    return Math.max(...cells, Math.min(heading!, narrowest));
  });
  for (;;) {
    const sum = widths.reduce((total, one) => total + one, gap.length * (widths.length - 1));
    const giving = [...widths.keys()].filter((place) => widths[place]! > least[place]!);
    if (sum <= width || giving.length === 0) return widths;
    const [first, second = 0] = giving.map((place) => widths[place]!).sort((a, b) => b - a);
    const widest = giving.find((place) => widths[place] === first)!;
    const wanted = Math.min(first! - 1, Math.max(second, first! - (sum - width)));
    widths[widest] = Math.max(least[widest]!, wanted);
  }
}

function rowLines(
  row: readonly string[],
  columns: readonly Column[],
  widths: readonly number[],
): readonly string[] {
  const cells = row.map((text, place) => wrapped(text, Math.max(1, widths[place]!)));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, place) => {
        const text = lines[line] ?? '';
        const room = ' '.repeat(Math.max(0, widths[place]! - placesOf(text)));
        return columns[place]!.style === 'figure' ? room + text : text + room;
      })
      .join(gap)
      .trimEnd(),
  );
}
