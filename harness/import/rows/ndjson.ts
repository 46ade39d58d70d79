import { ExcludedRow } from '../excludedRow.ts';
import { decoded } from './decoded.ts';
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
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return new ExcludedRow('not-an-object');
  const text = (column: string): string => {
    const value = at(parsed, column);
    if (value !== undefined) found.add(column);
    return textOf(value);
  };
  return { number, text };
}

/** A key spelt with dots wins over a path through objects. */
function at(object: object, path: string): unknown {
  if (Object.hasOwn(object, path)) return (object as Record<string, unknown>)[path];
  let node: unknown = object;
  for (const key of path.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
    node = (node as Record<string, unknown>)[key];
  }
  return node;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
