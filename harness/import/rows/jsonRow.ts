import { ExcludedRow } from '../excludedRow.ts';
import type { Row } from './row.ts';

/** A JSON object as a row; columns are dotted paths into it. @param found gathers the columns that were there. */
export function jsonRow(parsed: unknown, number: number, found: Set<string>): Row | ExcludedRow {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return new ExcludedRow('not-an-object');
  const text = (column: string): string => {
    const value = at(parsed, column);
    if (value !== undefined) found.add(column);
    return textOf(value);
  };
  const rows = (column: string): readonly (Row | ExcludedRow)[] => {
    const list = at(parsed, column);
    return Array.isArray(list) ? list.map((item, index) => jsonRow(item, index + 1, found)) : [];
  };
  return { number, text, rows };
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
