import { ExcludedRow } from '../excludedRow.ts';
import { decoded } from './decoded.ts';
import { jsonRow } from './jsonRow.ts';
import type { Row } from './row.ts';
import type { RowSource } from './rowSource.ts';

/** A longer line, in characters, is left out; memory stays bounded whatever a file holds. */
const longestLine = 1_000_000;

/** The rows of a file with one JSON object a line; columns are dotted paths into it. */
export const readNdjson: RowSource = async function* (bytes, { format, found }) {
  let number = 0;
  for await (const line of lines(decoded(bytes, format.encoding))) {
    if (line === undefined) {
      number++;
      yield new ExcludedRow('line-too-long');
    } else if (line.trim() !== '') {
      yield rowOf(line, ++number, found);
    }
  }
};

/** Lines of text; undefined stands for an overlong one. */
async function* lines(pieces: AsyncIterable<string>): AsyncGenerator<string | undefined> {
  let rest = '';
  let overlong = false;
  for await (const piece of pieces) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop()!;
    for (const part of parts) {
      yield overlong || part.length > longestLine ? undefined : part;
      overlong = false;
    }
    if (rest.length > longestLine) {
      overlong = true;
      rest = '';
    }
  }
  if (overlong) yield undefined;
  else if (rest !== '') yield rest;
}

function rowOf(line: string, number: number, found: Set<string>): Row | ExcludedRow {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return new ExcludedRow('not-json');
  }
  return jsonRow(parsed, number, found);
}
