import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Sorting } from './sorting.ts';

/** Writes lines, already in order, to a file. @param buffer characters kept back between writes. */
export function writeRun<Line>(
  file: string,
  lines: Iterable<Line>,
  { serialize }: Pick<Sorting<Line>, 'serialize'>,
  buffer: number,
): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    let pending = '';
    for (const line of lines) {
      pending += `${serialize(line)}\n`;
      if (pending.length >= buffer) {
        writeWhole(handle, pending);
        pending = '';
      }
    }
    writeWhole(handle, pending);
  } finally {
    closeSync(handle);
  }
}

function writeWhole(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
}

/** Reads a run back, line by line. @param buffer bytes read at a time; a longer line makes it grow. */
export function* readRun<Line>(
  file: string,
  { deserialize }: Pick<Sorting<Line>, 'deserialize'>,
  buffer: number,
): Generator<Line> {
  const handle = openSync(file, 'r');
  try {
    let bytes = Buffer.allocUnsafe(buffer);
    let filled = 0;
    for (;;) {
      const read = readSync(handle, bytes, filled, bytes.length - filled, null);
      filled += read;
      let start = 0;
      for (let end = lineEnd(bytes, start, filled); end !== -1; end = lineEnd(bytes, start, filled)) {
        yield deserialize(bytes.toString('utf8', start, end));
        start = end + 1;
      }
      bytes.copy(bytes, 0, start, filled);
      filled -= start;
      if (read === 0) return;
      if (filled === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length)]);
    }
  } finally {
    closeSync(handle);
  }
}

function lineEnd(bytes: Buffer, start: number, filled: number): number {
  const end = bytes.indexOf(0x0a, start);
  return end < filled ? end : -1;
}
