import { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { problemError } from '../../../engine/problem.ts';
import { ExcludedRow } from '../excludedRow.ts';
import type { LogFormat } from '../map/importMap.ts';
import { decoded } from './decoded.ts';
import type { RowSource } from './rowSource.ts';

/** A longer row, in characters, is a quote that never closes; memory stays bounded whatever a file holds. */
const longestRow = 1_000_000;

/**
 * The rows of a CSV or TSV file. Quoted cells may hold line breaks; empty lines are no rows.
 * @throws ProblemError when the file has no header, or a quote swallows more than a million characters.
 */
export const readDelimited: RowSource = async function* (bytes, { file, format, onColumns }) {
  let lastLine = 0;
  let swallowed = 0;
  const parser = parse({
    bom: true,
    delimiter: format.delimiter ?? (format.type === 'tsv' ? '\t' : ','),
    ...quoting(format),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    skip_records_with_error: true,
    on_record: (cells: string[], { lines }) => {
      lastLine = lines;
      return cells;
    },
    on_skip: (error: CsvError | undefined) => {
      swallowed = Math.max(1, parser.info.lines - lastLine);
      if (error?.code === 'CSV_MAX_RECORD_SIZE') parser.destroy(runaway(file, rows));
      return undefined;
    },
  });
  const text = isUtf8(format) ? bytes : Readable.from(decoded(bytes, format.encoding));
  text.on('error', (error: Error) => parser.destroy(error));
  text.pipe(parser);
  let columns = format.columns;
  let places: ReadonlyMap<string, number> | undefined;
  let rows = 0;
  const start = (names: readonly string[]): ReadonlyMap<string, number> => {
    onColumns(names);
    return new Map(names.map((name, index) => [name, index]));
  };
  if (columns !== undefined) places = start(columns);
  for await (const cells of parser as AsyncIterable<string[]>) {
    if (columns === undefined || places === undefined) {
      columns = cells.map((name) => name.trim());
      places = start(columns);
      continue;
    }
    rows++;
    yield cells.length === columns.length
      ? new DelimitedRow(rows, cells, places)
      : new ExcludedRow('wrong-number-of-columns');
  }
  if (columns === undefined)
    throw problemError('empty', 'the file is empty', {
      file,
      hint: 'a call log begins with its header line',
    });
  // One for each line, so that no row is lost uncounted.
  for (; swallowed > 0; swallowed--) yield new ExcludedRow('unclosed-quote');
};

class DelimitedRow {
  readonly number: number;
  readonly #cells: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(number: number, cells: readonly string[], places: ReadonlyMap<string, number>) {
    this.number = number;
    this.#cells = cells;
    this.#places = places;
  }

  text(column: string): string {
    return this.#cells[this.#places.get(column)!]!;
  }
}

function isUtf8(format: LogFormat): boolean {
  return format.encoding === undefined || new TextDecoder(format.encoding).encoding === 'utf-8';
}

function quoting({ quote }: LogFormat): { quote: string | null; escape?: string } {
  if (quote === 'none') return { quote: null };
  return { quote: quote ?? '"', escape: quote ?? '"' };
}

function runaway(file: string, rows: number): Error {
  return problemError(
    'unclosed-quote',
    `a quote that opens after row ${rows} does not close within a million characters`,
    {
      file,
      hint: 'mend that row, or write format.quote: none when quotes mean nothing in this file',
    },
  );
}
