import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { problemError, type ProblemError } from '../../engine/problem.ts';
import { fileProblem } from './fileProblem.ts';
import { LineBuffer } from './lineBuffer.ts';
import { keepOnExit, removeOnExit } from './unfinished.ts';

/** Bytes gathered before they go to the file. */
const batch = 200_000;

/** Bytes that may wait for the disk before whoever writes must. */
const mostWaiting = 4_194_304;

/**
 * A file written line by line, compressed when its name ends in `.gz`, that appears whole or not at all: it is written
 * beside its place and moved there at the end.
 */
export class LineFile {
  readonly #file: string;
  readonly #unfinished: string;
  readonly #disk: WriteStream;
  readonly #sink: WriteStream | Gzip;
  readonly #written: Promise<void>;
  /** The wait for room in the file, while there is none. */
  #draining: Promise<void> | undefined;
  /** Lines that have not gone to the file yet. Whoever adds to it says so with `pass`. */
  readonly lines = new LineBuffer();

  constructor(file: string) {
    this.#file = file;
    this.#unfinished = `${file}.${process.pid}.tmp`;
    removeOnExit(this.#unfinished);
    this.#disk = createWriteStream(this.#unfinished, { highWaterMark: mostWaiting });
    this.#written = finished(this.#disk);
    this.#written.catch(() => undefined);
    this.#sink = file.endsWith('.gz') ? createGzip({ level: 9 }) : this.#disk;
    if (this.#sink !== this.#disk) this.#sink.pipe(this.#disk);
  }

  /** @param line without its line break. Wait for the promise, if there is one: the file is slower than you. */
  write(line: string): Promise<void> | undefined {
    this.lines.text(line);
    this.lines.end();
    return this.pass();
  }

  /** Passes lines on when there are enough of them. Wait for the promise, if there is one. */
  pass(): Promise<void> | undefined {
    return this.lines.length > batch ? this.#flush() : undefined;
  }

  /** Puts the file in its place. @throws ProblemError when it cannot be written there. */
  async commit(): Promise<void> {
    try {
      await this.#flush();
      this.#sink.end();
      await this.#written;
      await rename(this.#unfinished, this.#file);
      keepOnExit(this.#unfinished);
    } catch (error) {
      throw this.#problem(error);
    }
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#sink.destroy();
    this.#disk.destroy();
    await this.#written.catch(() => undefined);
    await rm(this.#unfinished, { force: true });
    keepOnExit(this.#unfinished);
  }

  /** Whoever writes on before there is room waits for the same room. */
  #flush(): Promise<void> | undefined {
    const room = this.#sink.write(this.lines.take());
    if (room || this.#draining !== undefined) return this.#draining;
    this.#draining = this.#drained().finally(() => (this.#draining = undefined));
    // What is wrong is told to who waits, and to who commits.
    this.#draining.catch(() => undefined);
    return this.#draining;
  }

  async #drained(): Promise<void> {
    try {
      await Promise.race([once(this.#sink, 'drain'), this.#written]);
    } catch (error) {
      throw this.#problem(error);
    }
  }

  #problem(error: unknown): ProblemError {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return problemError('no-such-folder', 'there is no such folder to write into', { file: this.#file });
    }
    // The user knows nothing of the unfinished file.
    return fileProblem(Object.assign(error as Error, { path: this.#file }), this.#file);
  }
}
