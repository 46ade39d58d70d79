import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { fileProblem } from '../recording/fileProblem.ts';

/** What tells cheaply that a file is still the one it was. */
export interface FileStamp {
  /** In bytes. */
  readonly size: string;
  /** When its content last changed, in nanoseconds. */
  readonly changed: string;
}

/** What a recording was when its columns were kept. */
export interface RecordingStamp extends FileStamp {
  /** SHA-256 of its unpacked content. */
  readonly hash: string;
}

/** @throws ProblemError when the recording is not there. */
export async function stampOf(recording: string): Promise<FileStamp> {
  try {
    const { size, mtimeNs } = await stat(recording, { bigint: true });
    return { size: String(size), changed: String(mtimeNs) };
  } catch (error) {
    throw fileProblem(error, recording);
  }
}

/** The stamp kept in a file; undefined when there is none that can be read. */
export async function readStamp(file: string): Promise<RecordingStamp | undefined> {
  try {
    const stamp = JSON.parse(await readFile(file, 'utf8')) as Partial<RecordingStamp> | null;
    return /^[0-9a-f]{64}$/.test(stamp?.hash ?? '') ? (stamp as RecordingStamp) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a stamp in a file, which appears whole or not at all. */
export async function writeStamp(file: string, stamp: RecordingStamp): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, JSON.stringify(stamp));
  await rename(unfinished, file);
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
