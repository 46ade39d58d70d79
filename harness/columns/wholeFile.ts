import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { problemError, type ProblemError } from '../../engine/problem.ts';
import { fileProblem } from '../recording/fileProblem.ts';
import { keepOnExit, removeOnExit } from '../recording/unfinished.ts';

/** What is kept of a recording is for nobody who may not read the recording itself. */
const ownerOnly = 0o600;

/** A file that appears whole or not at all: it is written under another name and moved to its place at the end. */
export class WholeFile {
  readonly #folder: string;
  readonly #unfinished: string;
  readonly #handle: FileHandle;

  private constructor(folder: string, unfinished: string, handle: FileHandle) {
    this.#folder = folder;
    this.#unfinished = unfinished;
    this.#handle = handle;
  }

  /** @param folder in which the file will have its place. @throws ProblemError when nothing can be written there. */
  static async begin(folder: string): Promise<WholeFile> {
    const unfinished = join(folder, `${randomUUID()}.tmp`);
    try {
      const handle = await open(unfinished, 'wx', ownerOnly);
      removeOnExit(unfinished);
      return new WholeFile(folder, unfinished, handle);
    } catch (error) {
      throw writingProblem(error, folder);
    }
  }

  /** @throws ProblemError when it cannot be written. */
  async write(piece: Uint8Array): Promise<void> {
    try {
      await this.#handle.writeFile(piece);
    } catch (error) {
      throw writingProblem(error, this.#folder);
    }
  }

  /** Puts the file in its place, instead of an older one. @throws ProblemError when it cannot be there. */
  async commit(file: string): Promise<void> {
    try {
      await this.#handle.close();
      await rename(this.#unfinished, file);
      keepOnExit(this.#unfinished);
    } catch (error) {
      throw writingProblem(error, file);
    }
  }

  /** Leaves nothing behind. To be called whatever went wrong; not after `commit` went well. */
  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#unfinished, { force: true });
    keepOnExit(this.#unfinished);
  }
}

/** Writes a file that appears whole or not at all. @throws ProblemError when it cannot be written there. */
export async function writeWholeFile(file: string, pieces: readonly Uint8Array[]): Promise<void> {
  const out = await WholeFile.begin(dirname(file));
  try {
    for (const piece of pieces) await out.write(piece);
    await out.commit(file);
  } catch (error) {
    await out.discard();
    throw error;
  }
}

function writingProblem(error: unknown, place: string): ProblemError {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return problemError('no-such-folder', 'there is no such folder to write into', { file: place });
  // The user knows nothing of the unfinished file.
  return fileProblem(Object.assign(error as Error, { path: place }), place);
}
