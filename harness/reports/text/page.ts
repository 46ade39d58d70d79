import { chartText } from '../charts/chart.ts';
import { levels } from '../levels.ts';
import { readable } from '../readable.ts';
import type { Block, Entry, Report } from '../report.ts';
import { placesOf } from '../textWidth.ts';
import { tableText } from './table.ts';
import { wrapped } from './wrap.ts';

/** Where nobody says how broad the terminal is. */
const defaultWidth = 100;

/** A report as text: what its page says, in as many words, with bars made of characters. @param width in places. */
export function textPage(report: Report, width = defaultWidth): string {
  const { kind, title, subtitle, level, summary, sections, provenance } = readable(report);
  const names = Math.max(...provenance.map(([name]) => placesOf(name)));
  const lines = [
    ...wrapped(`${kind.toUpperCase()}  ${title}`, width),
    ...wrapped(subtitle, width),
    ...(level === undefined ? [] : ['', ...levelLines(level, width)]),
    ...summary.flatMap((block) => ['', ...blockLines(block, width)]),
    ...sections.flatMap(({ heading, blocks }) => [
      '',
      '',
      heading,
      '═'.repeat(Math.min(width, placesOf(heading))),
      ...blocks.flatMap((block, place) => (place === 0 ? [] : ['']).concat(blockLines(block, width))),
    ]),
    '',
    '',
    ...provenance.flatMap(([name, value]) => hanging(`${name.padEnd(names)}  `, value, width)),
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

function levelLines(level: NonNullable<Report['level']>, width: number): readonly string[] {
  const { stamp, name, says, saysNot } = levels[level];
  return [
    `${stamp.toUpperCase()}: ${name}`,
    ...says.flatMap((text) => hanging('  may say      ✓ ', text, width)),
    ...saysNot.flatMap((text) => hanging('  may not say  ✗ ', text, width)),
  ];
}

function blockLines(block: Block, width: number): readonly string[] {
  switch (block.kind) {
    case 'text':
      return wrapped(block.text, width);
    case 'figures': {
      const values = Math.max(...block.figures.map(({ value }) => placesOf(value)));
      return block.figures.flatMap(({ value, label }) => {
        const room = ' '.repeat(values - placesOf(value));
        return hanging(`${room}${value}  `, label, width);
      });
    }
    case 'verdict':
      return hanging(`${block.word}  `, block.text, width);
    case 'table':
      return [...wrapped(block.table.caption, width), ...tableText(block.table, width)];
    case 'chart':
      return [...wrapped(block.chart.title, width), ...chartText(block.chart, width)];
    case 'entries': {
      const counts = Math.max(0, ...block.entries.map(({ count = '' }) => placesOf(count)));
      return [
        ...block.entries.flatMap((entry) => entryLines(entry, counts, width)),
        ...(block.more === undefined ? [] : wrapped(block.more, width)),
      ];
    }
  }
}

function entryLines(
  { count = '', title, tag, places = [], lines = [], table }: Entry,
  counts: number,
  width: number,
): readonly string[] {
  const margin = counts === 0 ? '' : ' '.repeat(counts + 2);
  const first = counts === 0 ? '' : `${count.padStart(counts)}  `;
  const below = `${margin}    `;
  return [
    ...hanging(first, tag === undefined ? title : `${title}   [${tag}]`, width),
    ...places.flatMap((place) => hanging(below, `at ${place}`, width)),
    ...lines.flatMap((line) => {
      const text = line.trimStart();
      return hanging(below + ' '.repeat(line.length - text.length), text, width);
    }),
    ...(table === undefined
      ? []
      : tableText(table, Math.max(40, width - below.length)).map((line) => below + line)),
  ];
}

/** A text after a beginning, its other lines below its first. */
function hanging(start: string, text: string, width: number): readonly string[] {
  const room = Math.max(20, width - placesOf(start));
  return wrapped(text, room).map((line, place) => (place === 0 ? start : ' '.repeat(placesOf(start))) + line);
}
