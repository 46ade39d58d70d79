import { badValue, ExcludedRow } from './excludedRow.ts';
import type { Filter, Scalar } from './map/importMap.ts';
import { parseDecimal } from './decimal.ts';
import type { Row } from './rows/row.ts';

/** Whether a row matches; an ExcludedRow when a cell compared with a number holds none. */
export type RowFilter = (row: Row) => boolean | ExcludedRow;

/** Compiles a checked filter. An empty cell is neither greater nor less than any number. */
export function compileFilter(filter: Filter): RowFilter {
  if (filter.all !== undefined) return untilIs(false, filter.all.map(compileFilter));
  if (filter.any !== undefined) return untilIs(true, filter.any.map(compileFilter));
  if (filter.not !== undefined) {
    const inner = compileFilter(filter.not);
    return (row) => {
      const matches = inner(row);
      return matches instanceof ExcludedRow ? matches : !matches;
    };
  }
  const column = filter.column!;
  const { empty, equals, greaterThan, lessThan } = filter;
  if (empty !== undefined) return (row) => (row.text(column) === '') === empty;
  if (greaterThan !== undefined) return compareNumber(column, (value) => value > greaterThan);
  if (lessThan !== undefined) return compareNumber(column, (value) => value < lessThan);
  const texts = textSet(equals === undefined ? filter.in! : [equals]);
  return (row) => texts.has(row.text(column));
}

/** Cells are text: a map may write 0 where the log holds "0". */
export function textSet(values: readonly Scalar[] = []): ReadonlySet<string> {
  return new Set(values.map(String));
}

function untilIs(decisive: boolean, parts: readonly RowFilter[]): RowFilter {
  return (row) => {
    for (const part of parts) {
      const matches = part(row);
      if (matches === decisive || matches instanceof ExcludedRow) return matches;
    }
    return !decisive;
  };
}

function compareNumber(column: string, compare: (value: number) => boolean): RowFilter {
  const wrong = badValue(column);
  return (row) => {
    const text = row.text(column);
    if (text === '') return false;
    const value = parseDecimal(text);
    return value === undefined ? wrong : compare(value);
  };
}
