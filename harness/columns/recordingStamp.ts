import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { fileProblem } from '../recording/fileProblem.ts';
import { openKept } from './keptFormat.ts';
import { writeWholeFile } from './wholeFile.ts';

/** What tells cheaply that a file is still the one it was. */
export interface FileStamp {
  /** Which file it is, as the file system numbers them. */
  readonly inode: string;
  /** In bytes. */
  readonly size: string;
  /** When its content was last changed, in nanoseconds, as whoever changed it says. */
  readonly modified: string;
  /** When anything about it was last changed, in nanoseconds, as the file system says. */
  readonly changed: string;
}

/** What a recording was when something was kept of it. The stamp is absent when it proved nothing. */
export interface RecordingStamp extends Partial<FileStamp> {
  /** SHA-256 of its unpacked content. */
  readonly hash: string;
}

/**
 * A file may change twice within one tick of its file system's clock and not show it. The longest tick in use is FAT's,
 * two seconds.
 */
const tickMilliseconds = 2000n;

/**
 * The stamp of a recording.
 * @param now in milliseconds since 1970.
 * @returns undefined when it proves nothing, because the file was changed just now.
 * @throws ProblemError when the recording is not there.
 */
export async function stampOf(recording: string, now: number): Promise<FileStamp | undefined> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(recording, { bigint: true });
    if (ctimeNs / 1_000_000n + tickMilliseconds >= BigInt(now)) return undefined;
    return {
      inode: String(ino),
      size: String(size),
      modified: String(mtimeNs),
      changed: String(ctimeNs),
    };
  } catch (error) {
    throw fileProblem(error, recording);
  }
}

/** Whether the recording is certainly what it was when something was kept of it. */
export function isUnchanged(stamp: FileStamp | undefined, last: RecordingStamp | undefined): boolean {
  if (stamp === undefined || last === undefined) return false;
  return (['inode', 'size', 'modified', 'changed'] as const).every((mark) => stamp[mark] === last[mark]);
}

/** The stamp kept in a file; undefined when there is none that can be read. */
export async function readStamp(file: string): Promise<RecordingStamp | undefined> {
  try {
    await using handle = await openKept(file);
    const stamp = JSON.parse(await handle.readFile('utf8')) as Partial<RecordingStamp> | null;
    return /^[0-9a-f]{64}$/.test(stamp?.hash ?? '') ? (stamp as RecordingStamp) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a stamp in a file, which appears whole or not at all. @throws ProblemError when it cannot be written there. */
export async function writeStamp(file: string, stamp: RecordingStamp): Promise<void> {
  await writeWholeFile(file, [Buffer.from(JSON.stringify(stamp))]);
}

/** SHA-256 of a recording's unpacked content, without parsing it. @throws ProblemError when it cannot be read. */
export async function contentHash(recording: string): Promise<string> {
  const hash = createHash('sha256');
  const raw = createReadStream(recording, { highWaterMark: 1 << 18 });
  try {
    if (recording.endsWith('.gz')) await pipeline(raw, createGunzip({ chunkSize: 1 << 18 }), hash);
    else await pipeline(raw, hash);
  } catch (error) {
    throw fileProblem(error, recording);
  }
  return hash.digest('hex');
}
