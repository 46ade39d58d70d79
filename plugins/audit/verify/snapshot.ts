import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../engine/ports.ts';
import { checkpointsName } from '../checkpointFile.ts';
import { logFiles, sizeOf, type LogFile } from '../files.ts';
import { lockName, WriteLock } from '../writeLock.ts';

/** A file, as far as it went at one moment. */
export interface Extent<File = string> {
  readonly file: File;
  readonly bytes: number;
}

/** A log and its checkpoints, as far as they went at one moment. */
export interface Snapshot {
  readonly files: readonly Extent<LogFile>[];
  readonly checkpoints: Extent;
}

/** How far a log goes now: between two writes of the run that writes it, if one does. */
export async function snapshot(folder: string, checkpointsFolder: string, clock: Clock): Promise<Snapshot> {
  const look = (): Snapshot => {
    const checkpoints = join(checkpointsFolder, checkpointsName);
    return {
      files: logFiles(folder).map((file) => ({ file, bytes: sizeOf(file.path) })),
      checkpoints: { file: checkpoints, bytes: sizeOf(checkpoints) },
    };
  };
  // A copy has no lock, and nobody writes to what cannot be written.
  if (!existsSync(join(folder, lockName))) return look();
  const lock = new WriteLock(folder, clock);
  try {
    return await lock.hold(() => Promise.resolve(look()));
  } catch {
    return look();
  } finally {
    lock.close();
  }
}
