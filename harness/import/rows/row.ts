import type { ExcludedRow } from '../excludedRow.ts';

/** One row of a call log. */
export interface Row {
  /** From 1; a header is not a row. */
  readonly number: number;
  /** What a column holds; empty text when it holds nothing. */
  text(column: string): string;
  /** What a column holds that is a list of objects, each as a row; JSON only. */
  rows?(column: string): readonly (Row | ExcludedRow)[];
}
