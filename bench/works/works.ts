import { keywords, wholeWords } from './keywords.ts';
import { ranking } from './ranking.ts';
import { largestTable, table } from './table.ts';
import { manyThresholds, thresholds } from './thresholds.ts';
import type { Work, WorkId } from './work.ts';

/** Everything that is measured, in the order it is reported. */
export const works: readonly Work[] = [
  keywords,
  wholeWords,
  thresholds,
  manyThresholds,
  table,
  largestTable,
  ranking,
];

export function workNamed(id: WorkId): Work {
  return works.find((work) => work.id === id)!;
}
