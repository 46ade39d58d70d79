import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { problemError } from '../../engine/problem.ts';

/** Only who runs Signalbox reads what was decided. */
export const ownerOnly = 0o600;

const name = /^(\d{12})\.jsonl$/;

/** A file of the log. */
export interface LogFile {
  readonly path: string;
  /** The number of its first entry, by its name. */
  readonly first: number;
}

/** The path of the file whose first entry has this number: by name they stand in order. */
export function logFile(folder: string, first: number): LogFile {
  return { path: join(folder, `${String(first).padStart(12, '0')}.jsonl`), first };
}

/** The files of a log, in order. */
export function logFiles(folder: string): readonly LogFile[] {
  return readdirSync(folder)
    .filter((one) => name.test(one))
    .sort()
    .map((one) => ({ path: join(folder, one), first: Number(name.exec(one)![1]) }));
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Makes a folder that nobody else can read, where there is none. @throws ProblemError when it cannot be. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const hint = 'may who runs Signalbox write there?';
    throw problemError('no-such-folder', `it cannot be made: ${(error as Error).message}`, {
      file: folder,
      hint,
    });
  }
}

/** A file's name is on the disk as well once it resolves. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
