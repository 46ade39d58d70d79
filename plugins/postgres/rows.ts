import type { Row } from '../../engine/storeRows.ts';
import { givenText } from './textKey.ts';

/** Columns of plain text that may hold what PostgreSQL refuses. */
const escaped = ['source', 'fact', 'queue', 'plugin', 'decision', 'engine_version', 'hash', 'name'] as const;

/** A row with its text as it was before it was kept. */
export function given(row: Row): Row {
  const changed = escaped.flatMap((column) => {
    const text = row[column];
    return typeof text === 'string' && text.includes('\\') ? [[column, givenText(text)] as const] : [];
  });
  return changed.length === 0 ? row : { ...row, ...Object.fromEntries(changed) };
}
