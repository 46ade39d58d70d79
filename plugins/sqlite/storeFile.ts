import { chmodSync, closeSync, existsSync, openSync, realpathSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { problemError } from '../../engine/problem.ts';
import { applicationId, migrations, newerFile, versionOf } from './migrations.ts';

/** Only who runs Signalbox reads what customers said. */
const ownerOnly = 0o600;

/** The longest a log of changes stays once it has been written into the file, in bytes. */
const longestLog = 64 * 2 ** 20;

/** Makes the file when there is none, so that nobody else can read it from the first moment. @returns its real path. */
export function createFile(file: string): string {
  if (!existsSync(file)) closeSync(openSync(file, 'a', ownerOnly));
  const there = statSync(file);
  // Of a folder SQLite says what is wrong. A device would be opened, and its mode changed.
  if (!there.isFile() && !there.isDirectory()) {
    const hint = 'name another; a new one is made where there is none';
    throw problemError('not-a-file', 'what stands here is no file', { file, hint });
  }
  return realpathSync(file);
}

/**
 * Opens a file to be written: every transaction is on the disk when it is committed.
 * @throws Error as SQLite says it, and ProblemError when it is not ours, or of a later version. It is unchanged then.
 */
export function openFile(file: string, busySeconds: number): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busySeconds * 1000 });
  try {
    requireOurs(database, file);
    // Not before: what is not ours keeps its mode as well.
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(`${file}${end}`)) chmodSync(`${file}${end}`, ownerOnly);
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()!['journal_mode'];
    if (mode !== 'wal') {
      const message = `the file system cannot hold a store: SQLite’s log is "${String(mode)}" there, not "wal"`;
      throw problemError('store-not-opened', message, { file, hint: 'use a local disk, not a shared one' });
    }
    database.exec(`PRAGMA synchronous = FULL; PRAGMA journal_size_limit = ${longestLog}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Makes a file that nobody else can read, where there is none and no link to anywhere.
 * @throws Error as the file system says it.
 */
export function createNewFile(file: string): void {
  closeSync(openSync(file, 'wx', ownerOnly));
}

/** @throws ProblemError when there is no store in a file yet. */
export function requireStore(file: string): void {
  if (existsSync(file)) return;
  const hint = 'has a run with this configuration been started yet?';
  throw problemError('no-such-file', 'there is no store yet', { file, hint });
}

/** Opens a file to be read, while another process may be writing to it. */
export function openToRead(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    requireOurs(database, file);
    if (versionOf(database) > 0) return database;
    throw problemError('not-a-store', 'the store is empty: nothing has run on it yet', { file });
  } catch (error) {
    database.close();
    throw error;
  }
}

function requireOurs(database: DatabaseSync, file: string): void {
  const id = database.prepare('PRAGMA application_id').get()!['application_id'];
  if (id !== applicationId) {
    const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()!;
    if (id === 0 && tables === 0) return;
    const hint = 'name another file; a new one is made where there is none';
    throw problemError('not-a-store', 'this is a database of another program', { file, hint });
  }
  const version = versionOf(database);
  if (version > migrations.length) throw newerFile(file, version, migrations.length);
}
