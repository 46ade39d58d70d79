import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Clock } from '../../engine/ports.ts';
import type { Problem } from '../../engine/problem.ts';
import { cutOff, damaged, mended } from './auditProblem.ts';
import {
  auditFormat,
  beforeTheFirst,
  contentIn,
  digestOf,
  readEntry,
  sealed,
  spelled,
  type Entry,
  type EntryContent,
  type Spelled,
} from './entry.ts';
import { logFile, logFiles, ownerOnly, sizeOf, syncFolder, type LogFile } from './files.ts';
import { linesOf } from './lines.ts';
import { mostRecent, Recent } from './recent.ts';

/** What the end of a log is written with. */
export interface LogSettings {
  readonly folder: string;
  /** From how many bytes on a file is not added to any more. */
  readonly fileBytes: number;
  readonly clock: Clock;
  readonly problem: (problem: Problem) => void;
}

/** The last entry, as far as the next one needs it. */
interface Head {
  readonly seq: number;
  /** Undefined while nothing was read: the first entry of a file in the middle is taken at its word. */
  readonly hash: string | undefined;
}

/** The file that is added to. */
interface OpenFile extends LogFile {
  readonly handle: FileHandle;
  /** The day it was begun on, UTC. */
  day: string;
  /** Bytes of whole entries, and how many. */
  size: number;
  lines: number;
}

/**
 * The end of a log, where entries are added; who uses it holds the lock. Another process may have added to the log since:
 * what it wrote is read first, so that several write one chain.
 */
export class LogEnd {
  readonly #settings: LogSettings;
  readonly #recent = new Recent();
  #file: OpenFile | undefined;
  #head: Head = { seq: 0, hash: beforeTheFirst };
  #checkpoints = 0;
  /** Tells of what was cut off, until it is written. */
  #mended: readonly EntryContent[] = [];

  constructor(settings: LogSettings) {
    this.#settings = settings;
  }

  /** The number of the last entry, 0 when there is none. */
  get seq(): number {
    return this.#head.seq;
  }

  /** The hash of the last entry. */
  get hash(): string {
    return this.#head.hash ?? beforeTheFirst;
  }

  /** How many checkpoints the log tells of. */
  get checkpoints(): number {
    return this.#checkpoints;
  }

  /**
   * Reads what was added since; where nothing was read yet, as much of the end as there may be repeats of. All of it is on
   * the disk once it resolves, and what a crash left of an entry is cut off.
   * @param least the log must reach as far: where it does not, nothing is cut off.
   * @throws ProblemError when what stands there does not follow from what stood before.
   */
  async catchUp(least = 0): Promise<void> {
    const files = logFiles(this.#settings.folder);
    const known = this.#file;
    const from = known === undefined ? unread(files) : files.findIndex(({ first }) => first === known.first);
    if (known !== undefined && (from < 0 || sizeOf(known.path) < known.size)) throw damaged(known.path);
    const rest = files.slice(from);
    if (known !== undefined && rest.length === 1 && sizeOf(known.path) === known.size) return;
    for (const [index, file] of rest.entries()) {
      const torn = await this.#read(file);
      const isLast = index === rest.length - 1;
      if (!isLast && torn !== undefined) throw damaged(file.path, this.#file!.lines + 1);
      if (isLast && this.seq >= least && torn !== undefined) await this.#cut(torn);
    }
    if (this.seq < least) throw cutOff(this.#settings.folder, this.seq, least);
    await this.#file?.handle.datasync();
  }

  /**
   * Adds entries, and resolves once they are on the disk. What was told lately is not written again.
   * @throws what the file system says. Nothing was added then, or `catchUp` finds it.
   */
  async append(contents: readonly EntryContent[]): Promise<void> {
    const fresh = this.#unheard([...this.#mended, ...contents]);
    if (fresh.length === 0) return;
    const at = new Date(this.#settings.clock.now()).toISOString();
    const file = await this.#fileFor(at);
    const isNew = file.size === 0;
    const begins = { begins: { format: auditFormat, checkpoints: this.#checkpoints } } as const;
    const all = [...(isNew ? [{ content: begins, text: spelled(begins) }] : []), ...fresh];
    let { seq, hash }: { seq: number; hash: string } = this;
    const lines = all.map(({ text }) => {
      const made = sealed(text, { seq: ++seq, previous: hash, at });
      hash = made.hash;
      return made.line;
    });
    const bytes = Buffer.from(lines.join(''));
    await writeThrough(file, bytes);
    if (isNew) await syncFolder(this.#settings.folder);
    file.size += bytes.length;
    file.lines += lines.length;
    this.#head = { seq, hash };
    this.#mended = [];
    for (const { content, text } of all) this.#remember(content, text);
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.handle.close();
  }

  /** @returns what is at its end and no whole entry. */
  async #read(file: LogFile): Promise<Uint8Array | undefined> {
    if (this.#file?.first !== file.first) await this.#open(file);
    const last = this.#file!;
    for await (const { bytes, end, isWhole } of linesOf(file.path, last.size, sizeOf(file.path))) {
      if (!isWhole) return bytes;
      const entry = readEntry(bytes);
      const isFirst = last.size === 0;
      if (entry === undefined || !this.#follows(entry) || isFirst !== 'begins' in entry)
        throw damaged(file.path, last.lines + 1);
      if (isFirst) last.day = entry.at.slice(0, 10);
      const content = contentIn(entry);
      this.#remember(content, spelled(content));
      this.#head = entry;
      last.size = end;
      last.lines++;
    }
    return undefined;
  }

  #follows({ seq, previous }: Entry): boolean {
    return seq === this.seq + 1 && (this.#head.hash === undefined || previous === this.#head.hash);
  }

  async #open(file: LogFile, more = 0): Promise<OpenFile> {
    if (this.#file === undefined && file.first > 1 && this.seq === 0)
      this.#head = { seq: file.first - 1, hash: undefined };
    if (file.first !== this.seq + 1) throw damaged(file.path);
    const handle = await open(file.path, constants.O_WRONLY | constants.O_APPEND | more, ownerOnly);
    // Not before: when the next cannot be opened, the last is still known.
    await this.close();
    this.#file = { ...file, handle, day: '', size: 0, lines: 0 };
    return this.#file;
  }

  /** The file to add to: another when the last is full, or of another day. */
  async #fileFor(at: string): Promise<OpenFile> {
    const day = at.slice(0, 10);
    const { folder, fileBytes } = this.#settings;
    const last = this.#file;
    const isOpen = last !== undefined && (last.size === 0 || (last.size < fileBytes && last.day === day));
    const file = isOpen
      ? last
      : await this.#open(logFile(folder, this.seq + 1), constants.O_CREAT | constants.O_EXCL);
    file.day = day;
    return file;
  }

  async #cut(torn: Uint8Array): Promise<void> {
    const { path, handle, size } = this.#file!;
    await handle.truncate(size);
    const sha256 = createHash('sha256').update(torn).digest('hex');
    this.#mended = [...this.#mended, { mended: { bytes: torn.length, sha256 } }];
    this.#settings.problem(mended(path, torn.length));
  }

  #unheard(contents: readonly EntryContent[]): readonly { content: EntryContent; text: Spelled }[] {
    const digests = new Set<string>();
    return contents.flatMap((content) => {
      const text = spelled(content);
      const digest = isTold(content) ? digestOf(text) : undefined;
      if (digest === undefined) return [{ content, text }];
      if (this.#recent.has(digest) || digests.has(digest)) return [];
      digests.add(digest);
      return [{ content, text }];
    });
  }

  #remember(content: EntryContent, text: Spelled): void {
    if (isTold(content)) this.#recent.add(digestOf(text));
    if ('checkpoint' in content) this.#checkpoints = content.checkpoint;
    if ('begins' in content) this.#checkpoints = content.begins.checkpoints;
  }
}

function isTold(content: EntryContent): boolean {
  return 'decision' in content || 'outcome' in content;
}

/** Where to begin: so that there are as many entries as are known again, if there are. */
function unread(files: readonly LogFile[]): number {
  const last = files.at(-1)?.first ?? 0;
  return Math.max(
    0,
    files.findLastIndex(({ first }) => first <= last - mostRecent),
  );
}

async function writeThrough({ handle, size }: OpenFile, bytes: Uint8Array): Promise<void> {
  try {
    for (let written = 0; written < bytes.length;)
      written += (await handle.write(bytes, written)).bytesWritten;
    await handle.datasync();
  } catch (error) {
    // What was not synced may not be on the disk though it can be read: it is cut off, and written anew.
    await handle.truncate(size).catch(() => undefined);
    throw error;
  }
}
