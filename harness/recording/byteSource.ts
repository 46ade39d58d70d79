import { open, stat, type FileHandle } from 'node:fs/promises';
import { bytesOf } from './lines.ts';

/** Where bytes come from, piece by piece. */
export interface ByteSource {
  /** Puts the next bytes there, at most as many as find room. @returns how many; 0 at the end. */
  read(into: Uint8Array): Promise<number>;
  /** How many bytes to expect: a guess, for showing progress only. */
  expected(): Promise<number>;
  /** Must be called, read to the end or not. */
  close(): Promise<void>;
}

/** A file's content, unpacked when its name ends in `.gz`. It is opened when it is first read. */
export function contentOf(file: string): ByteSource {
  return file.endsWith('.gz') ? new PackedBytes(file) : new FileBytes(file);
}

/** Read straight into the place it is for: a stream would make a new buffer of every piece, to be copied from. */
class FileBytes implements ByteSource {
  readonly #file: string;
  #handle: FileHandle | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  async read(into: Uint8Array): Promise<number> {
    this.#handle ??= await open(this.#file);
    return (await this.#handle.read(into, 0, into.length)).bytesRead;
  }

  async expected(): Promise<number> {
    return (await stat(this.#file)).size;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}

class PackedBytes implements ByteSource {
  readonly #file: string;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(file: string) {
    this.#file = file;
    this.#pieces = (bytesOf(file) as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  }

  async read(into: Uint8Array): Promise<number> {
    while (this.#rest.length === 0) {
      const piece = await this.#pieces.next();
      if (piece.done === true) return 0;
      this.#rest = piece.value;
    }
    const part = this.#rest.subarray(0, into.length);
    into.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }

  /** Gzip shrinks recordings to about an eighth. */
  async expected(): Promise<number> {
    return (await stat(this.#file)).size * 8;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}
