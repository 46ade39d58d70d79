import { problemError } from '../../engine/problem.ts';
import type { TableRows } from '../../engine/store.ts';
import { migrations, versionOf } from './migrations.ts';
import { storeError } from './sqliteProblem.ts';
import { openToRead, requireStore } from './storeFile.ts';

/** Rows that are read at a time. */
const page = 1_000;

/** Every table, in an order that may be written; what is the file's own is not among them. */
const tables: readonly string[] = [
  ...['counter', 'inbox', 'journal', 'gathered', 'conversation', 'decision', 'outcome', 'command', 'wanted'],
  ...['cursor', 'heard', 'snapshot', 'at_work', 'policy', 'tally', 'instruction'],
];

/**
 * All that a store's file holds, to be kept elsewhere. Nobody may be running on it.
 * @throws ProblemError when it is no store, in use, or of another version than the last.
 */
export function* storeContents(file: string): Generator<TableRows> {
  requireStore(file);
  try {
    const database = openToRead(file);
    try {
      const version = versionOf(database);
      if (version !== migrations.length) {
        const message = `the store is of version ${version}, and this Signalbox needs ${migrations.length}`;
        throw problemError('store-older', message, { file, hint: 'start a run of this release on it once' });
      }
      for (const table of tables) {
        const order = table === 'counter' || table === 'at_work' ? '' : 'ORDER BY 1, 2';
        let rows: TableRows['rows'][number][] = [];
        for (const row of database.prepare(`SELECT * FROM ${table} ${order}`).iterate()) {
          rows.push(row);
          if (rows.length < page) continue;
          yield { table, rows };
          rows = [];
        }
        yield { table, rows };
      }
    } finally {
      database.close();
    }
  } catch (error) {
    throw storeError(error, file);
  }
}
