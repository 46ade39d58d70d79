import { closeSync, fsyncSync, openSync, realpathSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { problemError } from '../../engine/problem.ts';
import type { StoreBackup, StoreSize, TableSize } from '../../engine/store.ts';
import { versionOf } from './migrations.ts';
import { storeError } from './sqliteProblem.ts';
import { createNewFile, openToRead, requireStore } from './storeFile.ts';

/** Copies a store's file. It is another process, as a rule, that writes to it. */
export class StoreCopier implements StoreBackup {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  copy(to: string): Promise<StoreSize> {
    return new Promise((resolve) => {
      requireStore(this.file);
      resolve(copied(realpathSync(this.file), to));
    });
  }
}

function copied(file: string, to: string): StoreSize {
  try {
    createNewFile(to);
  } catch (error) {
    throw storeError(error, to);
  }
  try {
    vacuum(file, to);
    const size = checked(to);
    const written = openSync(to, 'r+');
    fsyncSync(written);
    closeSync(written);
    return size;
  } catch (error) {
    rmSync(to, { force: true });
    throw storeError(error, file);
  }
}

/** One reading transaction, whatever is written meanwhile; the online backup of SQLite would begin again and again. */
function vacuum(file: string, to: string): void {
  const database = openToRead(file);
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
}

/** Nobody holds the copy; whether it is sound is looked at row by row. */
function checked(file: string): StoreSize {
  const database = new DatabaseSync(file);
  try {
    database.exec('UPDATE lease SET holder = NULL');
    const [first] = database.prepare('PRAGMA integrity_check').all();
    const said = String(first!['integrity_check']);
    if (said !== 'ok') {
      throw problemError('store-damaged', `the copy is not sound: ${said}`, {
        file,
        hint: 'try another disk',
      });
    }
    return { version: versionOf(database), bytes: statSync(file).size, tables: tableSizes(database) };
  } finally {
    database.close();
  }
}

function tableSizes(database: DatabaseSync): readonly TableSize[] {
  const bytes = bytesByTable(database);
  const names = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('lease', 'counter')`)
    .all()
    .map(({ name }) => name as string);
  return names.map((table) => {
    const rows = database.prepare(`SELECT count(*) AS rows FROM "${table}"`).get()!['rows'] as number;
    return { table, rows, ...(bytes === undefined ? {} : { bytes: bytes.get(table) ?? 0 }) };
  });
}

function bytesByTable(database: DatabaseSync): ReadonlyMap<string, number> | undefined {
  const built = database.prepare(`SELECT sqlite_compileoption_used('ENABLE_DBSTAT_VTAB') AS has`).get()!;
  if (built['has'] !== 1) return undefined;
  const rows = database
    .prepare(
      `SELECT tbl_name AS name, sum(pgsize) AS bytes FROM dbstat JOIN sqlite_schema USING (name)
       WHERE aggregate = TRUE GROUP BY tbl_name`,
    )
    .all();
  return new Map(rows.map(({ name, bytes }) => [name as string, bytes as number]));
}
