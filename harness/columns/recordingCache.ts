import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '../../engine/canonical.ts';
import { ProblemError } from '../../engine/problem.ts';
import { usualBlockBytes } from '../recording/blocks.ts';
import {
  contentHash,
  isUnchanged,
  readStamp,
  stampOf,
  writeStamp,
  type FileStamp,
  type RecordingStamp,
} from './recordingStamp.ts';

export interface RecordingCacheOptions {
  /** Where things are kept; without it, in `.signalbox/` beside the recording. Made when it is not there. */
  readonly folder?: string;
  /** The time, in milliseconds since 1970; the machine's clock unless told. */
  readonly now?: () => number;
  /** Bytes of the recording's blocks; segments end where they do. Other than usual only to try how they are divided. */
  readonly blockBytes?: number;
}

/** What is kept of recordings: their events, and the moments at which skills are decided. */
const kinds = ['events', 'entries'] as const;
type KeptKind = (typeof kinds)[number];

/** What is kept of one recording, and whether it is still the recording's: files named by the hash of its content. */
export class RecordingCache {
  readonly recording: string;
  readonly folder: string;
  readonly blockBytes: number;
  /** SHA-256 of the recording's unpacked content; undefined when nothing is kept, so that nobody need know. */
  readonly hash: string | undefined;
  readonly #stampFile: string;
  readonly #stamp: FileStamp | undefined;
  readonly #last: RecordingStamp | undefined;

  private constructor(
    place: Pick<RecordingCache, 'recording' | 'folder' | 'blockBytes'> & { stampFile: string },
    stamp: FileStamp | undefined,
    last: RecordingStamp | undefined,
    hash: string | undefined,
  ) {
    this.recording = place.recording;
    this.folder = place.folder;
    this.blockBytes = place.blockBytes;
    this.#stampFile = place.stampFile;
    this.#stamp = stamp;
    this.#last = last;
    this.hash = hash;
  }

  /**
   * @returns undefined for a recording of which nothing can be kept: a pipe is read once, and never the same again.
   * @throws ProblemError when the recording is not there.
   */
  static async of(
    recording: string,
    options: RecordingCacheOptions = {},
  ): Promise<RecordingCache | undefined> {
    const { now = Date.now, blockBytes = usualBlockBytes } = options;
    // Before anything is read of it, so that a change meanwhile shows the next time.
    const stamp = await stampOf(recording, now());
    if (!(await stat(recording)).isFile()) return undefined;
    // What is read from the standard input may be a file of another place.
    const real = await realpath(recording);
    const { folder = join(dirname(real), '.signalbox') } = options;
    const stampFile = join(folder, `${sha256(real).slice(0, 16)}.stamp`);
    const last = await readStamp(stampFile);
    const hash = isUnchanged(stamp, last) ? last!.hash : await hashIfKept(recording, folder);
    return new RecordingCache({ recording, folder, blockBytes, stampFile }, stamp, last, hash);
  }

  /** The file in which something is kept of a recording with this content. */
  fileOf(kind: KeptKind, hash: string): string {
    return join(this.folder, `${hash}.${kind}`);
  }

  /** Makes the folder where it is not there. @throws Error of the operating system when it cannot be made. */
  async makeFolder(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Notes what the recording's content is, if it can, and lets go of what was kept of an earlier content. */
  async noteHash(hash: string): Promise<void> {
    const last = this.#last;
    await orNothing(async () => {
      if (last?.hash !== hash || (this.#stamp !== undefined && !isUnchanged(this.#stamp, last)))
        await writeStamp(this.#stampFile, { ...this.#stamp, hash });
      if (last === undefined || last.hash === hash) return;
      for (const kind of kinds) await rm(this.fileOf(kind, last.hash), { force: true });
    });
  }
}

/** Hashing takes as long as reading, so it is done only where something may be gained by it. */
async function hashIfKept(recording: string, folder: string): Promise<string | undefined> {
  const names = (await orNothing(() => readdir(folder))) ?? [];
  if (!names.some((name) => kinds.some((kind) => name.endsWith(`.${kind}`)))) return undefined;
  return orNothing(() => contentHash(recording));
}

/**
 * Does what a cache may do without, for the recording makes up for it.
 * @returns undefined when a file could not be read or written, or is not what it should be. Other errors are thrown on.
 */
export async function orNothing<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError || typeof (error as NodeJS.ErrnoException).code === 'string')
      return undefined;
    throw error;
  }
}
