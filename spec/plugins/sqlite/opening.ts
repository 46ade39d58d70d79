import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { sqliteDefaults } from '../../../plugins/sqlite/schema.ts';
import { SqliteStore, type StoreOpening } from '../../../plugins/sqlite/sqliteStore.ts';
import { withFolder } from '../../folder.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';

/** How a store is opened in a file, on a clock that stands still. */
export function openingOf(file: string, given: Partial<StoreOpening> = {}): StoreOpening {
  return { ...sqliteDefaults, file, holder: 'the spec', clock: new VirtualClock(), ...given };
}

/** An open store in a file. */
export function openStore(file: string, given: Partial<StoreOpening> = {}): SqliteStore {
  const store = new SqliteStore(openingOf(file, given));
  store.open();
  return store;
}

/** A file of its own for a store. */
export function withFile<Result>(use: (file: string) => Promise<Result>): Promise<Result> {
  return withFolder((folder) => use(join(folder, 'store.db')));
}

/** What another program sees of the file, or does to it. */
export function besides<Result>(file: string, use: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(file, { timeout: 1000 });
  try {
    return use(database);
  } finally {
    database.close();
  }
}
