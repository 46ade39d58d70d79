import { open, type FileHandle } from 'node:fs/promises';
import { isLogHeader, logHeaderLine, recordLine } from '../../engine/decisions/decisionLog.ts';
import { problemError } from '../../engine/problem.ts';
import type { DecisionRecord } from '../../engine/exchange.ts';

/** More than a header takes, in bytes. */
const longestHeader = 1000;
const lineBreak = 0x0a;

/** A decision log that grows while a run goes on, and that a later run adds to. */
export class LogFile {
  readonly #file: string;
  readonly #shown: string;
  #open: FileHandle | undefined;
  /** Up to where it holds whole lines, in bytes. */
  #length = 0;

  /** @param shown what problems call it. */
  constructor(file: string, shown: string) {
    this.#file = file;
    this.#shown = shown;
  }

  /**
   * Opens the log, or begins it. A line that was cut off, by a crash, is taken away.
   * @throws ProblemError when it cannot be written, or something else stands there.
   */
  async open(): Promise<void> {
    try {
      this.#open = await open(this.#file, 'a+', 0o600);
      const { size } = await this.#open.stat();
      const head = await this.#read(0, longestHeader);
      if (size > 0 && !isLogHeader(headerIn(head))) {
        throw problemError('not-a-log', `${this.#shown} is there, and no decision log`, {
          hint: 'give the log another name, or move that file away',
        });
      }
      this.#length = size === 0 ? 0 : await this.#wholeLines(size);
      await this.#open.truncate(this.#length);
      if (size === 0) await this.#append(`${logHeaderLine('active')}\n`);
    } catch (error) {
      await this.close();
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      const hint = code === 'ENOENT' ? 'make the folder first' : 'see whether the file may be written';
      throw problemError('log-not-writable', `the decision log ${this.#shown} cannot be opened: ${code}`, {
        hint,
      });
    }
  }

  /** Adds decisions: all of them, or none. @throws what keeps them from being written. */
  add(decisions: readonly DecisionRecord[]): Promise<void> {
    return this.#append(decisions.map((decision) => `${recordLine(decision)}\n`).join(''));
  }

  async close(): Promise<void> {
    await this.#open?.close();
    this.#open = undefined;
  }

  async #append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    try {
      await this.#open!.appendFile(bytes);
      this.#length += bytes.length;
    } catch (error) {
      await this.#open!.truncate(this.#length);
      throw error;
    }
  }

  /** Where the last whole line ends: nearer to the end than the longest line, or nowhere. */
  async #wholeLines(size: number): Promise<number> {
    const piece = 65_536;
    for (let end = size; end > 0; end -= piece) {
      const from = Math.max(0, end - piece);
      const at = (await this.#read(from, end - from)).lastIndexOf(lineBreak);
      if (at >= 0) return from + at + 1;
    }
    return 0;
  }

  async #read(from: number, most: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.#open!.read(Buffer.alloc(most), 0, most, from);
    return buffer.subarray(0, bytesRead);
  }
}

function headerIn(head: Buffer): unknown {
  const end = head.indexOf(lineBreak);
  try {
    return JSON.parse(head.subarray(0, Math.max(0, end)).toString());
  } catch {
    return undefined;
  }
}
