import type { CodeColumn, FactColumn } from '../../../engine/conditions/compiled/columnar.ts';
import type { EntryColumns } from '../../../harness/columns/entryColumns.ts';
import { FactColumns } from '../../../harness/columns/factColumns.ts';
import type { TextColumn } from '../../../harness/columns/textColumn.ts';

/** The same moments so many times over, one lot behind the other: as much to go through as if as many had been recorded. */
export function repeated(entries: EntryColumns, times: number): EntryColumns {
  if (times === 1) return entries;
  const numbers = (values: Float64Array): Float64Array => {
    const all = new Float64Array(values.length * times);
    for (let lot = 0; lot < times; lot++) all.set(values, lot * values.length);
    return all;
  };
  const codes = ({ kind, codes: few, dictionary }: CodeColumn): CodeColumn => {
    const all = new Int32Array(few.length * times);
    for (let lot = 0; lot < times; lot++) all.set(few, lot * few.length);
    return { kind, codes: all, dictionary };
  };
  const column = (one: FactColumn): FactColumn =>
    one.kind === 'codes' ? codes(one) : { kind: 'numbers', values: numbers(one.values) };
  const columns = [...entries.facts.columns].map(([fact, one]): [string, FactColumn] => [fact, column(one)]);
  return {
    ...entries,
    facts: new FactColumns(entries.facts.rows * times, new Map(columns)),
    conversation: texts(entries.conversation, times),
    at: numbers(entries.at),
    queue: codes(entries.queue),
  };
}

function texts({ kind, ends: few, bytes }: TextColumn, times: number): TextColumn {
  const ends = new Float64Array(few.length * times);
  const all = new Uint8Array(bytes.length * times);
  for (let lot = 0; lot < times; lot++) {
    ends.set(
      few.map((end) => end + lot * bytes.length),
      lot * few.length,
    );
    all.set(bytes, lot * bytes.length);
  }
  return { kind, ends, bytes: all };
}
