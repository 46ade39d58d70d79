import { DatabaseSync } from 'node:sqlite';
import { isBusy } from './sqliteProblem.ts';
import { createFile } from './storeFile.ts';

/**
 * Tells whether whoever holds a store is alive: a lock of the operating system on a file beside it, which ends with its
 * process however that ends. Taken through SQLite, which has one for every platform.
 */
export class FileLock {
  readonly #file: string;
  #held: DatabaseSync | undefined;

  /** @param file the store's. */
  constructor(file: string) {
    this.#file = `${file}.lock`;
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** @returns whether it is held now; it waits for nobody. */
  take(): boolean {
    if (this.#held !== undefined) return true;
    createFile(this.#file);
    const lock = new DatabaseSync(this.#file, { timeout: 0 });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      this.#held = lock;
    } catch (error) {
      lock.close();
      if (!isBusy(error)) throw error;
    }
    return this.isHeld;
  }

  release(): void {
    this.#held?.close();
    this.#held = undefined;
  }
}
