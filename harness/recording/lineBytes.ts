import { TextDecoder } from 'node:util';
import type { ByteSource } from './byteSource.ts';
import { fileProblem } from './fileProblem.ts';
import { lineTooLong, longestLine, notText, type TextLine } from './lines.ts';
import { ByteCursor, lineBreak, slack } from './scan/byteCursor.ts';

/** The most bytes read at once. */
const piece = 1 << 18;

/**
 * The lines of a UTF-8 file as bytes, in one buffer: a cursor stands at the first that is not done. Whoever does not
 * take the line by its bytes is given its text.
 */
export class LineBytes {
  readonly cursor: ByteCursor;
  /** Lines that are done. */
  done = 0;
  readonly #file: string;
  readonly #source: ByteSource;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** The place behind the last byte that was read. */
  #end = 0;

  /** @param file named in errors. */
  constructor(file: string, source: ByteSource) {
    this.#file = file;
    this.#source = source;
    this.cursor = new ByteCursor(Buffer.alloc(2 * piece + slack));
  }

  /**
   * Reads on. What is not done stays; the texts of lines given before do too.
   * @returns the bytes that came, good until the next call; none at the end of the file.
   * @throws ProblemError when the file cannot be read or is damaged, or when a line is too long.
   */
  async more(): Promise<Uint8Array> {
    this.#makeRoom();
    const { bytes } = this.cursor;
    const start = this.#end;
    const count = await this.#source.read(bytes.subarray(start, start + piece)).catch((error: unknown) => {
      throw fileProblem(error, this.#file, this.done + 1);
    });
    this.#end = start + count;
    bytes[this.#end] = 0;
    return bytes.subarray(start, this.#end);
  }

  /** The text of the next line; undefined when it has not been read to its end. The line is then done. */
  next(): TextLine | undefined {
    const { bytes, at } = this.cursor;
    const end = bytes.indexOf(lineBreak, at);
    if (end === -1 || end >= this.#end) {
      this.#checkLength(at, this.#end);
      return undefined;
    }
    this.#checkLength(at, end);
    this.cursor.at = end + 1;
    return { text: this.#text(at, end), number: ++this.done, complete: true };
  }

  /** What stands behind the last line break; undefined when nothing does. */
  last(): TextLine | undefined {
    const text = this.#text(this.cursor.at, this.#end);
    return text === '' ? undefined : { text, number: this.done + 1, complete: false };
  }

  /** Moves what is not done to the front, where there is then room for another piece. */
  #makeRoom(): void {
    const { bytes, at } = this.cursor;
    const rest = this.#end - at;
    const needed = rest + piece + slack;
    const place = needed <= bytes.length ? bytes : Buffer.alloc(2 * needed);
    bytes.copy(place, 0, at, this.#end);
    this.#end = rest;
    this.cursor.moveTo(place, 0);
  }

  /** @throws ProblemError when there are too many characters between these places. */
  #checkLength(from: number, to: number): void {
    // There are never more characters than bytes.
    if (to - from <= longestLine) return;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const text = this.#decode(decoder, from, to, { stream: true });
    if (text.length > longestLine) throw lineTooLong(this.#file, this.done + 1);
  }

  #text(from: number, to: number): string {
    // A byte order mark is none of the text, but only where the file begins.
    const decoder = this.done === 0 ? new TextDecoder('utf-8', { fatal: true }) : this.#decoder;
    return this.#decode(decoder, from, to, {});
  }

  #decode(decoder: TextDecoder, from: number, to: number, how: { stream?: boolean }): string {
    try {
      return decoder.decode(this.cursor.bytes.subarray(from, to), how);
    } catch {
      throw notText(this.#file, this.done + 1);
    }
  }
}
