import { createHash } from 'node:crypto';
import type { ByteSource } from './byteSource.ts';
import { fileProblem } from './fileProblem.ts';
import { longestLineBytes } from './lines.ts';
import { momentBytes, momentChanges } from './momentChange.ts';
import { lineBreak, slack } from './scan/byteCursor.ts';

/** Bytes of a block, unless its last moment is longer. Kept events are cut where blocks end, so another size is another file. */
export const usualBlockBytes = 4_194_304;

/** A block in which the moment does not change ends at the latest with the line in which it is so many times the usual. */
const mostTimes = 4;

/** The most bytes read at once: as many as a processor's cache holds, for they are hashed next. */
const piece = 1 << 20;

/** Whole lines of a recording; behind the last line break of the last block may lie the beginning of a line. */
export interface Block {
  /** In memory of their own, with at least `slack` bytes behind the content, the first of them zero. */
  readonly bytes: Buffer;
  /** Of the content. */
  readonly length: number;
}

/**
 * The content of a recording in blocks, which can be parsed one without the other: the first is the header's line, and
 * the others end where the moment changes, if the spelling tells. Where they end depends on the content alone.
 */
export class Blocks {
  readonly #file: string;
  readonly #source: ByteSource;
  readonly #usual: number;
  readonly #hash = createHash('sha256');
  readonly #spare: Buffer[] = [];
  #bytes: Buffer;
  /** Bytes of the content in `#bytes`. */
  #filled = 0;
  #isFirst = true;
  /** Whether nothing more can be read. */
  #isOver = false;
  #failure: unknown;
  /** Bytes in the blocks given so far. */
  given = 0;

  /** @param file named in errors. @param usual bytes of a block. */
  constructor(file: string, source: ByteSource, usual = usualBlockBytes) {
    this.#file = file;
    this.#source = source;
    this.#usual = usual;
    this.#bytes = this.#room();
  }

  /** The next block; undefined when there is none, or reading failed, as `end` then says. */
  async next(): Promise<Block | undefined> {
    let searched = 0;
    for (;;) {
      const { end, next } = this.#cut(searched);
      if (end !== undefined) return this.#give(end);
      searched = next;
      if (this.#isOver) break;
      await this.#read();
    }
    // Of a line that could not be read to its end, only its length may be wrong.
    const isWhole = this.#failure === undefined || this.#filled - this.#lastLine() > longestLineBytes;
    const end = isWhole ? this.#filled : this.#lastLine();
    return end === 0 ? undefined : this.#give(end);
  }

  /** Takes back the memory of a block that is no longer needed. */
  giveBack(bytes: Buffer): void {
    if (bytes.length === this.#usualRoom()) this.#spare.push(bytes);
  }

  /** How many bytes to expect: a guess, for showing progress only. */
  expected(): Promise<number> {
    return this.#source.expected();
  }

  /**
   * To be called when there are no more blocks.
   * @param lines in the blocks.
   * @returns SHA-256 of the content.
   * @throws ProblemError when the file could not be read to its end.
   */
  end(lines: number): string {
    if (this.#failure !== undefined) throw fileProblem(this.#failure, this.#file, lines + 1);
    return this.#hash.digest('hex');
  }

  /** Must be called, read to the end or not. */
  async close(): Promise<void> {
    await this.#source.close();
  }

  /**
   * Where the block ends.
   * @param from where to look on.
   * @returns the end, or where to look on when more has been read.
   */
  #cut(from: number): { end?: number; next: number } {
    const bytes = this.#bytes;
    const filled = this.#filled;
    const least = this.#isFirst ? 1 : this.#usual;
    const most = this.#isFirst ? 1 : this.#usual * mostTimes;
    let search = Math.max(from, least - 1);
    for (;;) {
      const place = bytes.indexOf(lineBreak, search);
      if (place === -1 || place >= filled) {
        if (filled - most > longestLineBytes) this.#isOver = true;
        return { next: Math.max(search, filled) };
      }
      const end = place + 1;
      if (end >= most) return { end, next: end };
      if (end + momentBytes > filled) return { next: place };
      if (momentChanges(bytes, bytes.lastIndexOf(lineBreak, place - 1) + 1, end)) return { end, next: end };
      search = end;
    }
  }

  /** Where the last line begins. */
  #lastLine(): number {
    return this.#bytes.subarray(0, this.#filled).lastIndexOf(lineBreak) + 1;
  }

  async #read(): Promise<void> {
    const start = this.#filled;
    if (start + piece + slack > this.#bytes.length) {
      const roomier = Buffer.allocUnsafeSlow(this.#bytes.length * 2);
      this.#bytes.copy(roomier, 0, 0, start);
      this.giveBack(this.#bytes);
      this.#bytes = roomier;
    }
    try {
      const count = await this.#source.read(this.#bytes.subarray(start, start + piece));
      this.#filled += count;
      this.#hash.update(this.#bytes.subarray(start, start + count));
      this.#isOver = count === 0;
    } catch (error) {
      this.#failure = error;
      this.#isOver = true;
    }
  }

  /** What lies behind the block goes to its successor. */
  #give(length: number): Block {
    const bytes = this.#bytes;
    const rest = bytes.subarray(length, this.#filled);
    this.#bytes = this.#room(rest.length);
    rest.copy(this.#bytes);
    this.#filled = rest.length;
    this.#isFirst = false;
    this.given += length;
    bytes[length] = 0;
    return { bytes, length };
  }

  #room(needed = 0): Buffer {
    const usual = this.#usualRoom();
    const roomy = needed + piece + slack;
    if (roomy > usual) return Buffer.allocUnsafeSlow(roomy);
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(usual);
  }

  #usualRoom(): number {
    return this.#usual + 2 * piece + slack;
  }
}
