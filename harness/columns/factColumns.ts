import type { FactColumn, FactTable } from '../../engine/conditions/compiled/columnar.ts';
import type { FactValue, FactValues } from '../../engine/facts/definition.ts';
import { columnFor, type ColumnBuilder } from './columnBuilder.ts';

/** The facts of many moments in columns: a fraction of the memory of objects, and read as fast as memory can be. */
export class FactColumns implements FactTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, FactColumn>;

  /** @param columns by name of the fact, each with `rows` rows. */
  constructor(rows: number, columns: ReadonlyMap<string, FactColumn>) {
    this.rows = rows;
    this.columns = columns;
  }

  column(fact: string): FactColumn | undefined {
    return this.columns.get(fact);
  }

  /** The facts of one moment, as they were appended; lists come back sorted. @param index from 0 up to `rows`. */
  row(index: number): FactValues {
    const facts: Record<string, FactValue> = {};
    for (const [fact, column] of this.columns) {
      const value = valueAt(column, index);
      if (value !== undefined) facts[fact] = value;
    }
    return facts;
  }
}

/** The value in a row of a column; undefined when it is missing. */
export function valueAt(column: FactColumn, row: number): FactValue | undefined {
  if (column.kind === 'codes') return column.dictionary[column.codes[row]!];
  const value = column.values[row]!;
  return Number.isNaN(value) ? undefined : value;
}

/** Puts facts into columns, moment by moment. */
export class FactColumnsBuilder {
  readonly #builders: readonly (readonly [string, ColumnBuilder])[];
  #rows = 0;

  /** @param facts the facts to keep; others are passed over. @throws Error for a fact that no condition reads. */
  constructor(facts: readonly string[]) {
    this.#builders = facts.map((fact) => [fact, columnFor(fact)]);
  }

  /** @param facts of the types the catalogue gives them. */
  append(facts: FactValues): void {
    for (const [fact, builder] of this.#builders) builder.append(facts[fact]);
    this.#rows++;
  }

  /** The columns as they stand; nothing may be appended afterwards. */
  finish(): FactColumns {
    return new FactColumns(
      this.#rows,
      new Map(this.#builders.map(([fact, builder]) => [fact, builder.finish()])),
    );
  }
}
