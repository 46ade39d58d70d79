/** Why a row is not in the recording. Reasons name columns at most, never what a cell holds. */
export class ExcludedRow {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** A cell that holds what it cannot mean. */
export function badValue(column: string): ExcludedRow {
  return new ExcludedRow(`bad-value:${column}`);
}
