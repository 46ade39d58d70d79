import { withCommas } from '../../figures.ts';
import type { CauseGroup } from '../../replay/causes/causeGroups.ts';
import type { Changes } from '../../replay/changes.ts';
import type { PolicyEdit } from '../../replay/edits/policyDifference.ts';
import { pointWords } from '../../replay/pointWords.ts';
import type { Entry, Section } from '../report.ts';
import { placeText } from '../placeText.ts';
import { examplesTable } from './examplesTable.ts';

/** Causes told one by one, and places of one cause; the rest is counted. */
const mostCauses = 24;
const mostPlaces = 3;

/** What causes the changes, where that is written, and the first decisions of each cause. */
export function causesSection({ groups, edits }: Changes): Section {
  const heading = 'Why it changes';
  if (groups.length === 0) return { heading, blocks: [{ kind: 'text', text: 'No decision changes.' }] };
  const left = groups.slice(mostCauses);
  const leftOver = left.reduce((sum, { count }) => sum + count, 0);
  return {
    heading,
    blocks: [
      {
        kind: 'text',
        text: `Each change was found by replaying the ${edits.length === 1 ? 'one edit' : `${withCommas(edits.length)} edits`} between the policies: alone, and left out. signalbox explain tells any decision in full, by its id.`,
      },
      {
        kind: 'entries',
        entries: groups.slice(0, mostCauses).map((group) => entryOf(group, edits)),
        ...(left.length === 0
          ? {}
          : { more: `and ${withCommas(left.length)} more causes of ${withCommas(leftOver)} decisions` }),
      },
    ],
  };
}

function entryOf({ point, cause, count, examples, edits }: CauseGroup, all: readonly PolicyEdit[]): Entry {
  const places = edits.flatMap((edit) => placeText(all[edit]!) ?? []);
  return {
    count: withCommas(count),
    title: cause,
    tag: pointWords[point],
    places: [...new Set(places)].slice(0, mostPlaces),
    table: examplesTable(examples, count),
  };
}
