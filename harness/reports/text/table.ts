import type { Cell, Column, Scale, Table } from '../table.ts';
import { placesOf } from '../textWidth.ts';
import { barText } from './barText.ts';
import { dotText } from './dotText.ts';
import { wrapped } from './wrap.ts';

const gap = '  ';
const bars = 16;
const dots = 27;
/** No column of text is made narrower than this. */
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

/** The widest texts give way until all fits. */
function fitted(
  columns: readonly Column[],
  texts: readonly (readonly string[])[],
  width: number,
): readonly number[] {
  const widths = columns.map((_, place) => Math.max(...texts.map((row) => placesOf(row[place]!))));
  const canGive = ({ style = 'text' }: Column): boolean => style === 'text' || style === 'code';
  for (;;) {
    const sum = widths.reduce((total, one) => total + one, gap.length * (widths.length - 1));
    const giving = [...widths.keys()].filter(
      (place) => canGive(columns[place]!) && widths[place]! > narrowest,
    );
    if (sum <= width || giving.length === 0) return widths;
    const [first, second] = giving.map((place) => widths[place]!).sort((a, b) => b - a);
    const widest = giving.find((place) => widths[place] === first)!;
    widths[widest] = Math.max(narrowest, Math.min(first! - 1, Math.max(second ?? 0, first! - (sum - width))));
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
