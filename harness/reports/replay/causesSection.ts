import { withCommas } from '../../figures.ts';
import { pointWords } from '../../replay/pointWords.ts';
import type { ReplayChanges } from '../../replay/result.ts';
import type { Entry, Section } from '../report.ts';

/** Causes told one by one; the rest is counted. */
const mostCauses = 24;

/** What causes the changes, with the first decisions of each. */
export function causesSection({ groups }: ReplayChanges): Section {
  const left = groups.slice(mostCauses);
  const leftOver = left.reduce((sum, { count }) => sum + count, 0);
  if (groups.length === 0)
    return { heading: 'Why it changes', blocks: [{ kind: 'text', text: 'No decision changes.' }] };
  return {
    heading: 'Why it changes',
    blocks: [
      { kind: 'text', text: 'signalbox explain tells any of these decisions in full, by its id.' },
      {
        kind: 'entries',
        entries: groups.slice(0, mostCauses).map(entryOf),
        ...(left.length === 0
          ? {}
          : { more: `and ${withCommas(left.length)} more causes of ${withCommas(leftOver)} decisions` }),
      },
    ],
  };
}

function entryOf({ point, cause, count, examples }: ReplayChanges['groups'][number]): Entry {
  return {
    count: withCommas(count),
    title: cause,
    tag: pointWords[point],
    table: {
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
    },
  };
}
