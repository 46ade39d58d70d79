import { createHash } from 'node:crypto';
import { constants, open, type FileHandle } from 'node:fs/promises';
import { problemError, type ProblemError } from '../../engine/problem.ts';
import { fileProblem } from '../recording/fileProblem.ts';

/** How a kind of file kept beside recordings begins. */
export interface KeptFormat {
  /** Eight ASCII characters. */
  readonly magic: string;
  /** The version this release writes, and the only one it reads. */
  readonly version: number;
  /** What is in the file, for messages. */
  readonly holds: string;
}

/** Length of the magic and the version (u32), with which every kept file begins. */
export const preambleBytes = 12;

/** Writes magic and version to the beginning of a buffer. */
export function writePreamble({ magic, version }: KeptFormat, into: Buffer): void {
  into.write(magic, 'latin1');
  into.writeUInt32LE(version, magic.length);
}

/** @param begins the first bytes of the file. @throws ProblemError when they do not begin a file of this format and version. */
export function checkPreamble(format: KeptFormat, file: string, begins: Buffer): void {
  const { magic, version, holds } = format;
  const named = begins.toString('latin1', 0, magic.length);
  if (named === '' || !magic.startsWith(named))
    throw unusable(file, `not-${holds}`, `this is not a file of ${holds}`);
  if (begins.length < preambleBytes) throw cutOff(format, file);
  const found = begins.readUInt32LE(magic.length);
  if (found === version) return;
  const message = `this is a file of ${holds} of version ${found}; this release reads ${version}`;
  throw unusable(file, 'version', message);
}

/** Opens a kept file for reading. @throws ProblemError when there is none, or something else in its place. */
export async function openKept(file: string): Promise<FileHandle> {
  // Without waiting: a pipe that somebody has put there would never open.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw fileProblem(error, file);
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw unusable(file, 'not-a-file', 'something that is no file stands where one was kept');
}

/** Part of a kept file, in memory of its own, which begins where it does. @throws ProblemError when the file ends before. */
export async function bytesAt(
  format: KeptFormat,
  handle: FileHandle,
  file: string,
  place: number,
  length: number,
): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, place + filled);
    if (bytesRead === 0) throw cutOff(format, file);
    filled += bytesRead;
  }
  return bytes;
}

/** A kept file that cannot be used. */
export function unusable(file: string, code: string, message: string): ProblemError {
  return problemError(code, message, {
    file,
    hint: 'delete it; it is made again from the recording',
  });
}

/** A kept file that ends too early. */
export function cutOff({ holds }: KeptFormat, file: string): ProblemError {
  return unusable(file, 'cut-off', `the file of ${holds} is cut off`);
}

/** A kept file whose content is not what was written. */
export function damaged({ holds }: KeptFormat, file: string): ProblemError {
  return unusable(file, 'damaged', `the file of ${holds} is damaged: its checksum is wrong`);
}

/** Length of a checksum. */
export const checksumBytes = 32;

/** SHA-256 of pieces one after the other: the checksum of kept files. It misses no damage, and costs a tenth of decoding. */
export function checksumOf(...pieces: readonly Uint8Array[]): Buffer {
  const checksum = createHash('sha256');
  for (const piece of pieces) checksum.update(piece);
  return checksum.digest();
}
