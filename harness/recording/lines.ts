import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { problemError, type ProblemError } from '../../engine/problem.ts';
import { fileProblem } from './fileProblem.ts';

/** In UTF-16 code units. A longer line is refused: no event needs it, and memory stays bounded whatever a file holds. */
export const longestLine = 1_000_000;

/** A line of more bytes is certainly longer: no code unit takes more than three. */
export const longestLineBytes = 3 * longestLine;

/** A line, or the tail of a file that has no line break. */
export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** False for a last line without its line break. */
  readonly complete: boolean;
}

/** A file as bytes, unpacked when its name ends in `.gz`. */
export function bytesOf(file: string): NodeJS.ReadableStream {
  const raw = createReadStream(file, { highWaterMark: 1 << 18 });
  return file.endsWith('.gz') ? pipeline(raw, createGunzip({ chunkSize: 1 << 18 }), () => undefined) : raw;
}

/** The error of a file that is not text. @param line the line in which, or the first of the piece in which, it is not. */
export function notText(file: string, line: number): ProblemError {
  return problemError('not-text', 'the file is not UTF-8 text', { file, line });
}

/** The error of a line that is longer than `longestLine`. */
export function lineTooLong(file: string, line: number): ProblemError {
  return problemError('line-too-long', `the line is over ${longestLine} characters long`, { file, line });
}

/**
 * The lines of a UTF-8 file, streaming, a batch for each piece that is read: waiting for every single line would take
 * longer than reading it.
 * @throws ProblemError when the file cannot be read, is not text, is damaged, or holds an overlong line.
 */
export async function* readLines(file: string): AsyncGenerator<readonly TextLine[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  let rest = '';
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw notText(file, number + 1);
    }
  };
  try {
    for await (const chunk of bytesOf(file) as AsyncIterable<Uint8Array>) {
      const pieces = (rest + decode(chunk)).split('\n');
      rest = pieces.pop()!;
      if (pieces.length > 0) yield pieces.map((text) => ({ text, number: ++number, complete: true }));
      if (rest.length > longestLine) throw lineTooLong(file, number + 1);
    }
  } catch (error) {
    throw fileProblem(error, file, number + 1);
  }
  rest += decode();
  if (rest !== '') yield [{ text: rest, number: number + 1, complete: false }];
}
