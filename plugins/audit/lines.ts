import { createReadStream } from 'node:fs';

/** A line of a file, as its bytes are. */
export interface Line {
  /** Without the line feed; none when it is longer than any of ours. */
  readonly bytes: Uint8Array;
  /** Where the next one begins, in bytes of the file. */
  readonly end: number;
  /** Whether there is a line feed. */
  readonly isWhole: boolean;
}

/** No entry is as long, in bytes: what is longer was not written by us. */
const longest = 64 * 2 ** 20;

const lineFeed = 10;

/**
 * The lines of a file.
 * @param from where one begins, in bytes.
 * @param to where reading ends, in bytes, whatever was added since.
 */
export async function* linesOf(file: string, from: number, to: number): AsyncGenerator<Line> {
  if (to <= from) return;
  let parts: Uint8Array[] = [];
  let length = 0;
  let end = from;
  const whole = (): Uint8Array => (length > longest ? new Uint8Array() : Buffer.concat(parts));
  for await (const piece of createReadStream(file, { start: from, end: to - 1 }) as AsyncIterable<Buffer>) {
    let begin = 0;
    for (let feed = piece.indexOf(lineFeed); feed >= 0; feed = piece.indexOf(lineFeed, begin)) {
      keep(piece.subarray(begin, feed));
      end += length + 1;
      yield { bytes: whole(), end, isWhole: true };
      [parts, length, begin] = [[], 0, feed + 1];
    }
    keep(piece.subarray(begin));
  }
  if (length > 0) yield { bytes: whole(), end: end + length, isWhole: false };

  function keep(part: Uint8Array): void {
    length += part.length;
    if (length <= longest) parts.push(part);
  }
}
