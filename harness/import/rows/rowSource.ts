import type { ExcludedRow } from '../excludedRow.ts';
import type { LogFormat } from '../map/importMap.ts';
import type { Row } from './row.ts';

/** What reading rows needs to know. */
interface ReadingOptions {
  /** Named in problems. */
  readonly file: string;
  readonly format: LogFormat;
  /** Told the file's columns before its first row; may throw to stop. Not called for NDJSON, which has no header. */
  readonly onColumns: (columns: readonly string[]) => void;
  /** NDJSON only: gathers the columns that were in some row, since there is no header to check. */
  readonly found: Set<string>;
}

/** Reads rows off a stream of bytes; a row that cannot be told is yielded as what excludes it. */
export type RowSource = (
  bytes: NodeJS.ReadableStream,
  options: ReadingOptions,
) => AsyncIterable<Row | ExcludedRow>;
