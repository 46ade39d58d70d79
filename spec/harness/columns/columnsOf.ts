import type { FactValues } from '../../../engine/facts/definition.ts';
import { FactColumnsBuilder, type FactColumns } from '../../../harness/columns/factColumns.ts';

/** Facts in hand as columns; a column for each fact that any of them has. */
export function columnsOf(many: readonly FactValues[]): FactColumns {
  const builder = new FactColumnsBuilder([...new Set(many.flatMap((facts) => Object.keys(facts)))]);
  for (const facts of many) builder.append(facts);
  return builder.finish();
}
