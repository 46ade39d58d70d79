import type { CodeColumn, FactColumn, NumberColumn } from '../../engine/conditions/compiled/columnar.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { FactValue } from '../../engine/facts/definition.ts';

/** Rows there is room for at first; the room doubles when it is used up. */
const firstRoom = 1024;

/** A column as it grows, row by row. */
export interface ColumnBuilder {
  /** Adds a row. @param value of the column's type; undefined when it is missing. */
  append(value: FactValue | undefined): void;
  /** The column as it stands; nothing may be added afterwards. */
  finish(): FactColumn;
}

/** Numbers, none of them NaN. */
export class NumberColumnBuilder implements ColumnBuilder {
  #values = new Float64Array(firstRoom);
  #rows = 0;

  append(value: FactValue | undefined): void {
    if (this.#rows === this.#values.length) {
      const roomier = new Float64Array(this.#rows * 2);
      roomier.set(this.#values);
      this.#values = roomier;
    }
    this.#values[this.#rows++] = (value as number | undefined) ?? NaN;
  }

  finish(): NumberColumn {
    return { kind: 'numbers', values: this.#values.slice(0, this.#rows) };
  }
}

/** Booleans, texts and lists of texts. A list is a set: it is kept sorted, whole, as one value. */
export class CodeColumnBuilder implements ColumnBuilder {
  #codes = new Int32Array(firstRoom);
  #rows = 0;
  readonly #dictionary: FactValue[] = [];
  readonly #codeOf = new Map<FactValue, number>();

  append(value: FactValue | undefined): void {
    if (this.#rows === this.#codes.length) {
      const roomier = new Int32Array(this.#rows * 2);
      roomier.set(this.#codes);
      this.#codes = roomier;
    }
    this.#codes[this.#rows++] = value === undefined ? -1 : this.#code(value);
  }

  finish(): CodeColumn {
    return { kind: 'codes', codes: this.#codes.slice(0, this.#rows), dictionary: this.#dictionary };
  }

  #code(value: FactValue): number {
    const kept = Array.isArray(value) ? (value as readonly string[]).toSorted() : value;
    const key = Array.isArray(kept) ? JSON.stringify(kept) : kept;
    let code = this.#codeOf.get(key);
    if (code === undefined) {
      code = this.#dictionary.length;
      this.#dictionary.push(kept);
      this.#codeOf.set(key, code);
    }
    return code;
  }
}

/** An empty column for a fact of the catalogue. @throws Error for a fact that no condition reads. */
export function columnFor(fact: string): ColumnBuilder {
  const type = factCatalogue.get(fact)?.type;
  if (type === undefined || type === 'proficiencies') throw new Error(`${fact} has no place in columns`);
  return type === 'number' ? new NumberColumnBuilder() : new CodeColumnBuilder();
}
