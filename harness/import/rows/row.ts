/** One row of a call log. */
export interface Row {
  /** From 1; a header is not a row. */
  readonly number: number;
  /** What a column holds; empty text when it holds nothing. */
  text(column: string): string;
}
