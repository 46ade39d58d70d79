import { wordBits, wordsFor } from '../../engine/conditions/compiled/bitmap.ts';
import type { CodeColumn, FactTable } from '../../engine/conditions/compiled/columnar.ts';
import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import type { Leaf, MissingDefaults } from '../../engine/conditions/condition.ts';
import { operators } from '../../engine/conditions/operators/operators.ts';
import type { FactValue } from '../../engine/facts/definition.ts';
import { allRows, inAny, without, type RowBits } from './rowBits.ts';

/** Finds the rows of a table in which single comparisons hold. */
export class LeafRows {
  readonly #table: FactTable;
  readonly #missing: MissingDefaults;
  /** Numbers by fact, with the pack's default where they are missing. */
  readonly #numbers = new Map<string, Float64Array>();
  readonly #present = new Map<string, RowBits>();

  /** @param missing what the pack takes missing facts to be. */
  constructor(table: FactTable, missing: MissingDefaults) {
    this.#table = table;
    this.#missing = missing;
  }

  /** The rows in which the comparison holds. */
  holding(leaf: Leaf): RowBits {
    const column = this.#table.column(leaf.fact);
    if (column?.kind === 'numbers') return this.#withNumber(leaf, this.numbers(leaf.fact));
    // A fact that is missing everywhere is a column without a single code.
    return this.#withCode(
      leaf,
      column ?? { codes: new Int32Array(this.#table.rows).fill(-1), dictionary: [] },
    );
  }

  /** A fact's numbers, the pack's default where they are missing; NaN where there is none. */
  numbers(fact: string): Float64Array {
    let numbers = this.#numbers.get(fact);
    if (numbers === undefined) {
      const column = this.#table.column(fact);
      const values =
        column?.kind === 'numbers' ? column.values : new Float64Array(this.#table.rows).fill(NaN);
      const missing = this.#missing[fact];
      numbers =
        typeof missing === 'number' ? values.map((value) => (Number.isNaN(value) ? missing : value)) : values;
      this.#numbers.set(fact, numbers);
    }
    return numbers;
  }

  /** The rows that have a number of a fact. */
  present(fact: string): RowBits {
    let present = this.#present.get(fact);
    if (present === undefined) {
      present = rowsPresent(this.numbers(fact));
      this.#present.set(fact, present);
    }
    return present;
  }

  #withNumber(leaf: Leaf, numbers: Float64Array): RowBits {
    const { fact, operator, value } = leaf;
    switch (operator) {
      case 'lessThan':
        return rowsBelow(numbers, value as number);
      case 'greaterThan':
        return rowsAbove(numbers, value as number);
      case 'equal':
        return rowsEqual(numbers, value as number);
      case 'in':
        return inAny((value as unknown as readonly number[]).map((one) => rowsEqual(numbers, one)));
      default: {
        const { negation } = operators.get(operator)!;
        // A missing fact has neither a comparison hold nor its negation.
        return without(this.present(fact), this.#withNumber({ fact, operator: negation, value }, numbers));
      }
    }
  }

  /** Every distinct value is compared once. */
  #withCode(leaf: Leaf, { codes, dictionary }: Omit<CodeColumn, 'kind'>): RowBits {
    const compiled = compileRules([{ name: leaf.fact, when: leaf }], this.#missing);
    const compare = (value?: FactValue): boolean =>
      compiled.first(value === undefined ? {} : { [leaf.fact]: value }) === 0;
    // Code −1, the missing fact, comes first.
    const holds = Uint8Array.from([compare(), ...dictionary.map(compare)], Number);
    const bits = new Int32Array(wordsFor(codes.length));
    for (let word = 0, row = 0; word < bits.length; word++) {
      const end = Math.min(row + wordBits, codes.length);
      let found = 0;
      for (; row < end; row++) found |= holds[codes[row]! + 1]! << row;
      bits[word] = found;
    }
    return bits;
  }
}

// One loop for each comparison, a word of rows at a time: a comparison handed in as a function would take three times as
// long. A shift counts modulo 32, so that the row itself says which bit is its own.

function rowsBelow(numbers: Float64Array, value: number): RowBits {
  const bits = new Int32Array(wordsFor(numbers.length));
  for (let word = 0, row = 0; word < bits.length; word++) {
    const end = Math.min(row + wordBits, numbers.length);
    let found = 0;
    for (; row < end; row++) found |= Number(numbers[row]! < value) << row;
    bits[word] = found;
  }
  return bits;
}

function rowsAbove(numbers: Float64Array, value: number): RowBits {
  const bits = new Int32Array(wordsFor(numbers.length));
  for (let word = 0, row = 0; word < bits.length; word++) {
    const end = Math.min(row + wordBits, numbers.length);
    let found = 0;
    for (; row < end; row++) found |= Number(numbers[row]! > value) << row;
    bits[word] = found;
  }
  return bits;
}

function rowsEqual(numbers: Float64Array, value: number): RowBits {
  const bits = new Int32Array(wordsFor(numbers.length));
  for (let word = 0, row = 0; word < bits.length; word++) {
    const end = Math.min(row + wordBits, numbers.length);
    let found = 0;
    for (; row < end; row++) found |= Number(numbers[row]! === value) << row;
    bits[word] = found;
  }
  return bits;
}

function rowsPresent(numbers: Float64Array): RowBits {
  const bits = allRows(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    if (Number.isNaN(numbers[row]!)) bits[row >>> 5]! &= ~(1 << row);
  }
  return bits;
}
