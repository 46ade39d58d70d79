import { didYouMean } from '../../../engine/suggest.ts';
import type { Finding } from './finding.ts';
import type { ImportMap } from './importMap.ts';

/** A column the map reads, and where the map says so. */
interface NamedColumn {
  readonly name: string;
  readonly path: Finding['path'];
}

/** Every place of a map that names a column of the log, in the order they are written. */
function columnsOf(map: ImportMap): readonly NamedColumn[] {
  const ids = 'columns' in map.conversation.id ? map.conversation.id.columns : [];
  return [
    ...ids.map((name, index) => ({ name, path: ['conversation', 'id', 'columns', index] })),
    ...named(map, []),
  ];
}

const columnKeys: ReadonlySet<string> = new Set(['column', 'plusSecondsIn', 'wrapsAfter']);
/** What lies under these is the user's own words, not the map's. */
const ownWords: ReadonlySet<string> = new Set(['values', 'otherwise', 'equals', 'in', 'format', 'unknown']);

function* named(node: unknown, path: Finding['path']): Generator<NamedColumn> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const here = [...path, Array.isArray(node) ? Number(key) : key];
    if (columnKeys.has(key) && typeof value === 'string') yield { name: value, path: here };
    else if (!ownWords.has(key)) yield* named(value, here);
  }
}

/** What is wrong between a map and the header of a file: columns that are not there, or there twice. */
export function columnFindings(map: ImportMap, header: readonly string[]): readonly Finding[] {
  return columnsOf(map).flatMap(({ name, path }): Finding[] => {
    const times = header.filter((column) => column === name).length;
    if (times === 1) return [];
    if (times > 1)
      return [{ path, code: 'same-name', message: `the file has ${times} columns named "${name}"` }];
    const hint = didYouMean(name, new Set(header));
    return [
      {
        path,
        code: 'unknown-column',
        message: `the file has no column "${name}"`,
        ...(hint === undefined ? {} : { hint }),
      },
    ];
  });
}

/** Columns of the map that were in no row of an NDJSON log, which has no header to check beforehand. */
export function unseenFindings(map: ImportMap, found: ReadonlySet<string>): readonly Finding[] {
  const hint = 'if the name is right, the log just never says';
  return columnsOf(map)
    .filter(({ name }) => !found.has(name))
    .map(({ name, path }) => ({
      path,
      code: 'unseen-column',
      message: `no row has a "${name}" that was looked for`,
      hint,
    }));
}
