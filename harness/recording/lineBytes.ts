import { TextDecoder } from 'node:util';
import type { Block } from './blocks.ts';
import { lineTooLong, longestLine, longestLineBytes, notText, type TextLine } from './lines.ts';
import { ByteCursor, lineBreak, slack } from './scan/byteCursor.ts';

/**
 * The lines of UTF-8 blocks as bytes: a cursor stands at the first that is not done. Whoever does not take the line by
 * its bytes is given its text.
 */
export class LineBytes {
  readonly cursor = new ByteCursor(Buffer.alloc(slack));
  /** Lines that are done. */
  done = 0;
  readonly #file: string;
  readonly #decoder: TextDecoder;
  /** The place behind the last byte of the block. */
  #end = 0;

  /**
   * @param file named in errors.
   * @param isBeginning whether these are the first bytes of the file; then a byte order mark is none of the text.
   */
  constructor(file: string, isBeginning = false) {
    this.#file = file;
    this.#decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: !isBeginning });
  }

  /** Goes on in another block. @param done lines before it. */
  begin({ bytes, length }: Block, done: number): void {
    this.done = done;
    this.cursor.moveTo(bytes, 0);
    this.#end = length;
  }

  /**
   * The text of the next line, or of what stands behind the last line break; undefined when nothing does. It is then done.
   * @throws ProblemError when the line is too long or not text.
   */
  next(): TextLine | undefined {
    const { bytes, at } = this.cursor;
    const place = bytes.indexOf(lineBreak, at);
    const complete = place !== -1 && place < this.#end;
    const end = complete ? place : this.#end;
    const text = this.#text(at, end);
    if (text === '' && !complete) return undefined;
    this.cursor.at = complete ? end + 1 : end;
    return { text, number: ++this.done, complete };
  }

  #text(from: number, to: number): string {
    const number = this.done + 1;
    if (to - from > longestLineBytes) throw lineTooLong(this.#file, number);
    let text: string;
    try {
      text = this.#decoder.decode(this.cursor.bytes.subarray(from, to));
    } catch {
      throw notText(this.#file, number);
    }
    if (text.length > longestLine) throw lineTooLong(this.#file, number);
    return text;
  }
}
