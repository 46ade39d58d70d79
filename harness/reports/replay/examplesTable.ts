import type { ChangeExample } from '../../replay/examples.ts';
import type { Table } from '../table.ts';

/** The first of some decisions that came out otherwise. @param count of all of them. */
export function examplesTable(examples: readonly ChangeExample[], count: number): Table {
  return {
    caption: count > examples.length ? `the first ${examples.length}` : 'all of them',
    columns: [
      { heading: 'decision', style: 'code' },
      { heading: 'at (UTC)' },
      { heading: 'before' },
      { heading: 'after' },
    ],
    rows: examples.map(({ id, at, before, after }) => [
      id,
      at.replace('T', '\u00a0').slice(0, 19),
      before,
      after,
    ]),
  };
}
