import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../engine/ports.ts';
import { problemError } from '../../engine/problem.ts';
import { ownerOnly } from './files.ts';

/** How long is waited for another process, and between two looks, in milliseconds. */
const [longestWait, pause] = [5000, 20];

/** The name of the lock's file in the log's folder. */
export const lockName = '.lock';

/**
 * The right to write to a folder, which one process has at a time: a lock of the operating system, which ends with its
 * process however that ends. Taken through SQLite, which has one for every platform; its file stays empty.
 */
export class WriteLock {
  readonly #file: string;
  readonly #clock: Clock;
  #database: DatabaseSync | undefined;

  constructor(folder: string, clock: Clock) {
    this.#file = join(folder, lockName);
    this.#clock = clock;
  }

  /** Does something while no other process has the lock. @throws ProblemError when one does not give it back. */
  async hold<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const database = this.#opened();
    for (let waited = 0; !taken(database); waited += pause) {
      if (waited >= longestWait) {
        const hint = 'is one that writes to this log stopped, or is its disk slow?';
        throw problemError('audit-busy', 'another process keeps the log locked', { file: this.#file, hint });
      }
      await this.#clock.sleep(pause, signal);
    }
    try {
      return await work();
    } finally {
      database.exec('ROLLBACK');
    }
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  #opened(): DatabaseSync {
    if (this.#database === undefined) {
      closeSync(openSync(this.#file, 'a', ownerOnly));
      this.#database = new DatabaseSync(this.#file, { timeout: 0 });
    }
    return this.#database;
  }
}

function taken(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    // SQLITE_BUSY (sqlite.org/rescode.html), by the low byte.
    if (((error as { readonly errcode?: number }).errcode ?? 0) % 256 === 5) return false;
    throw error;
  }
}
