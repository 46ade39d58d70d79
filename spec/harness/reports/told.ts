import { chartTable } from '../../../harness/reports/charts/chart.ts';
import { levels } from '../../../harness/reports/levels.ts';
import type { Block, Report } from '../../../harness/reports/report.ts';
import type { Table } from '../../../harness/reports/table.ts';

/** Everything a report tells in words or figures. */
export function toldBy(report: Report): readonly string[] {
  const { kind, title, subtitle, level, summary, sections, provenance } = report;
  const { name, says, saysNot } = levels[level ?? 1];
  return [
    kind.toUpperCase(),
    title,
    subtitle,
    ...(level === undefined ? [] : [name, ...says, ...saysNot]),
    ...summary.flatMap(ofBlock),
    ...sections.flatMap(({ heading, blocks }) => [heading, ...blocks.flatMap(ofBlock)]),
    ...provenance.flat(),
  ];
}

function ofBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [block.text];
    case 'figures':
      return block.figures.flatMap(({ value, label }) => [value, label]);
    case 'verdict':
      return [block.word, block.text];
    case 'table':
      return [block.table.caption, ...ofTable(block.table)];
    case 'chart':
      return [block.chart.title, ...ofTable(chartTable(block.chart))];
    case 'entries':
      return [
        ...block.entries.flatMap(({ count = '', title, tag = '', places = [], lines = [], table }) => [
          count,
          title,
          tag,
          ...places,
          ...lines,
          ...(table === undefined ? [] : ofTable(table)),
        ]),
        block.more ?? '',
      ];
  }
}

function ofTable({ columns, rows, more = '' }: Table): readonly string[] {
  return [
    ...columns.map(({ heading }) => heading),
    ...rows.flat().filter((cell) => typeof cell === 'string'),
    more,
  ];
}
