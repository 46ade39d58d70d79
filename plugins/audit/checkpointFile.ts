import type { KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../engine/problem.ts';
import { damaged, mended } from './auditProblem.ts';
import { readCheckpoint, signedCheckpoint, type Checkpoint } from './checkpoint.ts';
import { ownerOnly, sizeOf, syncFolder } from './files.ts';
import { linesOf, type Line } from './lines.ts';

/** The name of the file in the folder of checkpoints. */
export const checkpointsName = 'checkpoints.jsonl';

/** What is read of the end, in bytes: a checkpoint is some 300 long. */
const lookBack = 4096;

/** The file that checkpoints are added to, one line each; who uses it holds the log's lock. */
export class CheckpointFile {
  readonly path: string;
  readonly #folder: string;
  readonly #problem: (problem: Problem) => void;

  constructor(folder: string, problem: (problem: Problem) => void) {
    this.path = join(folder, checkpointsName);
    this.#folder = folder;
    this.#problem = problem;
  }

  /**
   * The last checkpoint; number 0 of entry 0 when there is none. What a crash left of another is cut off.
   * @throws ProblemError when the last is none.
   */
  async last(): Promise<Pick<Checkpoint, 'number' | 'seq'>> {
    const size = sizeOf(this.path);
    const lines: Line[] = [];
    const from = Math.max(0, size - lookBack);
    for await (const line of linesOf(this.path, from, size)) lines.push(line);
    // In the middle of the file, the first line is what is left of one.
    if (from > 0) lines.shift();
    if (lines.at(-1)?.isWhole === false) {
      const torn = lines.pop()!;
      const end = size - torn.bytes.length;
      const handle = await open(this.path, 'r+');
      await handle.truncate(end).finally(() => handle.close());
      this.#problem(mended(this.path, torn.bytes.length));
    }
    const last = lines.at(-1);
    if (last === undefined) return { number: 0, seq: 0 };
    const checkpoint = readCheckpoint(last.bytes);
    if (checkpoint === undefined) throw damaged(this.path);
    return checkpoint;
  }

  /** Resolves once it is on the disk. */
  async add(made: Pick<Checkpoint, 'number' | 'seq' | 'hash' | 'at'>, key: KeyObject): Promise<void> {
    const isNew = sizeOf(this.path) === 0;
    const handle = await open(this.path, 'a', ownerOnly);
    try {
      await handle.write(signedCheckpoint(made, key));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    if (isNew) await syncFolder(this.#folder);
  }
}
