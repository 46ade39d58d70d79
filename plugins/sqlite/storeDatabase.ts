import type { DatabaseSync } from 'node:sqlite';
import { FileLock } from './fileLock.ts';
import { Lease, requireFree, type Tenancy } from './lease.ts';
import { migrate, versionOf } from './migrations.ts';
import { storeError } from './sqliteProblem.ts';
import { createFile, openFile } from './storeFile.ts';

/** How a store's file is opened. */
export interface Opening extends Tenancy {
  readonly file: string;
  readonly busySeconds: number;
}

/** An open store file that this instance alone may write to. What goes wrong is told in words. */
export class StoreDatabase {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #lock: FileLock;
  readonly #lease: Lease;

  /** @throws ProblemError when the file is not ours, of a later version, damaged, or another instance's. */
  constructor(opening: Opening) {
    try {
      this.#file = createFile(opening.file);
      this.#lock = new FileLock(this.#file);
      this.#database = openFile(this.#file, opening.busySeconds);
    } catch (error) {
      throw storeError(error, opening.file);
    }
    try {
      this.#lock.take();
      this.#lease = this.#transaction(() => {
        if (versionOf(this.#database) > 0) requireFree(this.#database, this.#file, this.#lock, opening.clock);
        migrate(this.#database, this.#file);
        return new Lease(this.#database, this.#file, this.#lock, opening);
      });
    } catch (error) {
      this.#database.close();
      this.#lock.release();
      throw storeError(error, opening.file);
    }
  }

  /** For statements; transactions are begun here alone. */
  get connection(): DatabaseSync {
    return this.#database;
  }

  /** Reads from one state of the file. @throws ProblemError when another instance has taken it over. */
  read<Result>(work: () => Result): Result {
    try {
      this.#lease.check();
      return work();
    } catch (error) {
      throw storeError(error, this.#file);
    }
  }

  /**
   * Writes all or nothing; on the disk when it returns.
   * @throws ProblemError when it cannot be written, or another instance has taken the file over.
   */
  write<Result>(work: () => Result): Result {
    try {
      return this.#transaction(() => {
        this.#lease.hold();
        return work();
      });
    } catch (error) {
      throw storeError(error, this.#file);
    }
  }

  /** Renews the lease for as long as it is open. @throws ProblemError when another instance has it; the signal's reason. */
  async keepLease(signal: AbortSignal): Promise<never> {
    for (;;) {
      await this.#lease.untilDue(signal);
      this.write(() => undefined);
    }
  }

  /** Gives the file back. */
  close(): void {
    try {
      this.#transaction(() => this.#lease.release());
    } catch (error) {
      throw storeError(error, this.#file);
    } finally {
      this.#database.close();
      this.#lock.release();
    }
  }

  #transaction<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // Some errors, a full disk among them, have ended the transaction already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}
