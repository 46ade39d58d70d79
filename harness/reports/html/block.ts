import { chartSvg, chartTable } from '../charts/chart.ts';
import { all, element, type Markup } from '../markup.ts';
import type { Block, Entry } from '../report.ts';
import { tableHtml } from './table.ts';

/** Columns of a table that stands beside its drawing; a broader one stands below. */
const mostBeside = 4;

/** A piece of a section. @param id of its own on the page. */
export function blockHtml(block: Block, id: string): Markup {
  switch (block.kind) {
    case 'text':
      return element('p', {}, block.text);
    case 'figures':
      return element(
        'dl',
        { class: 'figures' },
        ...block.figures.map(({ value, label, tone }) =>
          element('div', {}, element('dt', {}, label), element('dd', { class: tone }, value)),
        ),
      );
    case 'verdict':
      return element(
        'p',
        { class: 'verdict' },
        element('b', { class: block.tone }, block.word),
        element('span', {}, block.text),
      );
    case 'table':
      return tableHtml(block.table, id);
    case 'chart': {
      const table = chartTable(block.chart);
      return element(
        'figure',
        { class: table.columns.length > mostBeside ? 'stacked' : undefined },
        element('figcaption', {}, block.chart.title),
        element(
          'div',
          {
            class: 'scroll drawing',
            tabindex: 0,
            role: 'region',
            'aria-label': `Chart: ${block.chart.title}`,
          },
          chartSvg(block.chart, id),
        ),
        tableHtml(table, id),
      );
    }
    case 'entries':
      return all([
        element(
          'ol',
          { class: block.entries.some(({ count }) => count !== undefined) ? 'entries' : 'entries plain' },
          ...block.entries.map((entry, place) => entryHtml(entry, `${id}-${place}`)),
        ),
        ...(block.more === undefined ? [] : [element('p', { class: 'more' }, block.more)]),
      ]);
  }
}

function entryHtml({ count, title, tag, tone, places = [], lines = [], table }: Entry, id: string): Markup {
  const tagged = tag === undefined ? [] : [' ', element('span', { class: `tag ${tone ?? 'plain'}` }, tag)];
  return element(
    'li',
    {},
    ...(count === undefined ? [] : [element('div', { class: 'count' }, count)]),
    element(
      'div',
      {},
      element('h3', {}, title, ...tagged),
      ...places.map((place) => element('p', { class: 'place' }, element('code', {}, place))),
      ...lines.map((line) => element('p', {}, line)),
      ...(table === undefined ? [] : [tableHtml(table, id)]),
    ),
  );
}
