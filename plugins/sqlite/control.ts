import { realpathSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { canonicalJson } from '../../engine/canonical.ts';
import type { Instruction, InstructionAnswer } from '../../engine/instruction.ts';
import type { Clock } from '../../engine/ports.ts';
import { problemError } from '../../engine/problem.ts';
import type { EndedCommand, StoreControl, StoreView } from '../../engine/store.ts';
import { migrations, versionOf } from './migrations.ts';
import { endedCommand, instructionAnswer, policiesAtWork, policyTally } from '../../engine/storeRows.ts';
import { storeError } from './sqliteProblem.ts';
import { prepareStatements, type Statements } from './statements.ts';
import { openFile, openToRead, requireStore } from './storeFile.ts';

/** How a store's file is spoken to from beside. */
interface Beside {
  readonly file: string;
  /** How long to wait for the instance that writes to it. */
  readonly busySeconds: number;
  readonly clock: Clock;
}

/**
 * Speaks to a store's file without its lease, which another process has as a rule: it reads, and adds instructions, the
 * only rows that are written without it. The file is open for one call at a time.
 */
export class SqliteControl implements StoreControl {
  readonly file: string;
  readonly #beside: Beside;

  constructor(beside: Beside) {
    this.file = beside.file;
    this.#beside = beside;
  }

  view(): Promise<StoreView> {
    return this.#read(({ atWork, tallies }, database) => {
      const { holder, expires_at } = database.prepare('SELECT holder, expires_at FROM lease').get()!;
      const row = atWork.get();
      return {
        isRunning: holder !== null && (expires_at as number) > this.#beside.clock.now(),
        policies: row === undefined ? undefined : policiesAtWork(row),
        tallies: tallies.all().map(policyTally),
      };
    });
  }

  instruct(instruction: Instruction, givenAt: number): Promise<number> {
    const { busySeconds } = this.#beside;
    return this.#with(
      (file) => openFile(file, busySeconds),
      ({ instruct }) => instruct.get(givenAt, canonicalJson(instruction))!['number'] as number,
    );
  }

  answer(number: number): Promise<InstructionAnswer | undefined> {
    return this.#read(({ answer }) => {
      const row = answer.get(number);
      return row === undefined ? undefined : instructionAnswer(row);
    });
  }

  dead(after: number, most: number): Promise<readonly EndedCommand[]> {
    return this.#read(({ dead }) => dead.all(after, most).map(endedCommand));
  }

  #read<Result>(work: (statements: Statements, database: DatabaseSync) => Result): Promise<Result> {
    return this.#with(openToRead, work);
  }

  #with<Result>(
    open: (file: string) => DatabaseSync,
    work: (statements: Statements, database: DatabaseSync) => Result,
  ): Promise<Result> {
    return new Promise((resolve) => {
      requireStore(this.file);
      try {
        const database = open(realpathSync(this.file));
        try {
          requireLast(database, this.file);
          resolve(work(prepareStatements(database), database));
        } finally {
          database.close();
        }
      } catch (error) {
        throw storeError(error, this.file);
      }
    });
  }
}

/** A file of an older version is brought to the last by a run alone. */
function requireLast(database: DatabaseSync, file: string): void {
  const version = versionOf(database);
  if (version === migrations.length) return;
  const message = `the store is of version ${version}, and this Signalbox needs ${migrations.length}`;
  throw problemError('store-older', message, { file, hint: 'start a run of this release once' });
}
