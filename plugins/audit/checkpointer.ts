import type { KeyObject } from 'node:crypto';
import type { Clock } from '../../engine/ports.ts';
import type { Problem } from '../../engine/problem.ts';
import { checkpointsMissing } from './auditProblem.ts';
import { CheckpointFile } from './checkpointFile.ts';
import { makeFolder } from './files.ts';
import type { LogEnd } from './logEnd.ts';
import { readPrivateKey } from './signingKey.ts';

/** How the log's end is signed. */
export interface CheckpointSettings {
  readonly keyFile: string;
  readonly folder: string;
  readonly everyEntries: number;
  readonly everySeconds: number;
}

/**
 * Signs the end of a log. An entry tells of each checkpoint before it is made, so that neither the log nor the checkpoints
 * can be cut off at the end without the other telling.
 */
export class Checkpointer {
  readonly #folder: string;
  readonly #keyFile: string;
  readonly #file: CheckpointFile;
  readonly #clock: Clock;
  #key: KeyObject | undefined;
  #covered = 0;

  constructor({ keyFile, folder }: CheckpointSettings, clock: Clock, problem: (problem: Problem) => void) {
    this.#folder = folder;
    this.#keyFile = keyFile;
    this.#clock = clock;
    this.#file = new CheckpointFile(folder, problem);
  }

  /** The last entry that a checkpoint covers, by its number; 0 before the first. */
  get covered(): number {
    return this.#covered;
  }

  /** @throws ProblemError when there is no key, or the last checkpoint is none. */
  async open(): Promise<void> {
    this.#key = readPrivateKey(this.#keyFile);
    makeFolder(this.#folder);
    this.#covered = (await this.#file.last()).seq;
  }

  /** Makes a checkpoint that a crash has kept from being made. @throws ProblemError when the log tells of others. */
  async mend(log: LogEnd): Promise<void> {
    const { number } = await this.#file.last();
    if (number !== log.checkpoints) await this.add(log);
  }

  /** Signs the end of the log, unless it is signed. @throws ProblemError when the log tells of other checkpoints. */
  async add(log: LogEnd): Promise<void> {
    const last = await this.#file.last();
    if (last.seq < log.seq) {
      const number = last.number + 1;
      if (log.checkpoints === last.number) await log.append([{ checkpoint: number }]);
      if (log.checkpoints !== number) throw this.#missing(log, last.number);
      const at = new Date(this.#clock.now()).toISOString();
      await this.#file.add({ number, seq: log.seq, hash: log.hash, at }, this.#key!);
    } else if (log.checkpoints !== last.number) {
      throw this.#missing(log, last.number);
    }
    this.#covered = log.seq;
  }

  #missing(log: LogEnd, there: number): Error {
    return checkpointsMissing(this.#file.path, log.checkpoints, there);
  }
}
