import type { FactValue } from '../../facts/definition.ts';
import type { Leaf } from '../condition.ts';
import { complement, fromSlots, type Ranges } from './ranges.ts';

/**
 * The values of a fact, divided into slots within which every leaf on it comes out the same. A decision is then a look-up
 * per fact. The last slot is the missing fact, in which no leaf holds.
 */
export interface Slots {
  readonly count: number;
  /** The slot of the missing fact. */
  readonly missing: number;
  /** @param value undefined when the fact is missing. */
  slotOf(value: FactValue | undefined): number;
  /**
   * The slots of many numbers at once, NaN being the missing fact.
   * @param into where they go, from `at` on: those of the numbers in [from, to).
   */
  slotsOf(values: Float64Array, from: number, to: number, into: Int32Array, at: number): void;
  /** The slots in which a leaf on this fact holds. */
  rangesOf(leaf: Leaf): Ranges;
}

/** The slots that leaves on one fact divide it into. */
export function slotsOf(leaves: readonly Leaf[]): Slots {
  const numeric = leaves.every(({ value }) => [value].flat().every((one) => typeof one === 'number'));
  return numeric ? new NumberSlots(leaves) : new ValueSlots(leaves);
}

/** A table from whole numbers to slots replaces the search when the thresholds span no more than this. */
const widestTable = 4096;

/** Cells of the grid for each threshold, so that few have two of them; and at most. */
const cellsForCut = 8;
const mostCells = 4096;

/** Slots of a number: one for each threshold, one for each gap between two. */
class NumberSlots implements Slots {
  readonly count: number;
  readonly missing: number;
  readonly #cuts: Float64Array;
  /** The range of the thresholds in cells of one width, and one cell for what is beyond. */
  readonly #cells: number;
  readonly #cellsPerUnit: number;
  /** By cell, the slot below its threshold; −1 when it has several. */
  readonly #slotBelow: Int32Array;
  /** By cell, its threshold; NaN, which nothing is above or equal to, when it has none. */
  readonly #cutIn: Float64Array;
  readonly #first: number;
  readonly #table: Uint16Array | undefined;

  constructor(leaves: readonly Leaf[]) {
    const values = leaves.flatMap(({ value }) => value as number | readonly number[]);
    this.#cuts = Float64Array.from(new Set(values)).sort();
    this.missing = 2 * this.#cuts.length + 1;
    this.count = this.missing + 1;
    this.#cells = Math.min(cellsForCut * this.#cuts.length, mostCells);
    this.#cellsPerUnit = this.#cells / (this.#cuts.at(-1)! - this.#cuts[0]!);
    this.#slotBelow = new Int32Array(this.#cells + 1);
    this.#cutIn = new Float64Array(this.#cells + 1).fill(NaN);
    this.#fillCells();
    this.#first = Math.ceil(this.#cuts[0]!);
    const span = this.#cuts.at(-1)! - this.#first + 1;
    this.#table = span >= 1 && span <= widestTable ? this.#tabulate(Math.floor(span)) : undefined;
  }

  slotOf(value: FactValue | undefined): number {
    if (typeof value !== 'number') return this.missing;
    const table = this.#table;
    // Whole numbers only: a tiny fraction would vanish in the subtraction.
    if (table !== undefined && (value | 0) === value) {
      const place = value - this.#first;
      if (place >= 0 && place < table.length) return table[place]!;
    }
    return this.#find(value);
  }

  slotsOf(values: Float64Array, from: number, to: number, into: Int32Array, at: number): void {
    for (let row = from; row < to; row++) {
      const value = values[row]!;
      into[at + row - from] = Number.isNaN(value) ? this.missing : this.#find(value);
    }
  }

  rangesOf({ operator, value }: Leaf): Ranges {
    const gaps = this.missing;
    switch (operator) {
      case 'lessThan':
        return [0, this.#search(value as number)];
      case 'lessThanInclusive':
        return [0, this.#search(value as number) + 1];
      case 'greaterThan':
        return [this.#search(value as number) + 1, gaps];
      case 'greaterThanInclusive':
        return [this.#search(value as number), gaps];
      case 'equal':
      case 'in':
        return this.#points(value);
      default:
        return complement(this.#points(value), gaps);
    }
  }

  #points(value: FactValue): Ranges {
    const slots = [value].flat().map((one) => this.#search(one as number));
    return fromSlots([...new Set(slots)].sort((a, b) => a - b));
  }

  #find(value: number): number {
    const cell = this.#cellOf(value);
    const below = this.#slotBelow[cell]!;
    if (below === -1) return this.#search(value);
    const cut = this.#cutIn[cell]!;
    return below + Number(value >= cut) + Number(value > cut);
  }

  /** Slot 2k lies below cut k, slot 2k + 1 is cut k itself. */
  #search(value: number): number {
    const cuts = this.#cuts;
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cuts[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low > 0 && cuts[low - 1] === value ? 2 * low - 1 : 2 * low;
  }

  /** Rounding may take a number to another cell, but never beyond a greater one's: in each cell the comparison is exact. */
  #cellOf(value: number): number {
    const place = (value - this.#cuts[0]!) * this.#cellsPerUnit;
    // Not a number where all thresholds are one and the number is that, or where numbers are too far apart to subtract.
    if (!(place > 0)) return 0;
    return place < this.#cells ? place | 0 : this.#cells;
  }

  #fillCells(): void {
    let cut = 0;
    for (let cell = 0; cell <= this.#cells; cell++) {
      const first = cut;
      while (cut < this.#cuts.length && this.#cellOf(this.#cuts[cut]!) === cell) cut++;
      this.#slotBelow[cell] = cut > first + 1 ? -1 : 2 * first;
      if (cut === first + 1) this.#cutIn[cell] = this.#cuts[first]!;
    }
  }

  #tabulate(span: number): Uint16Array {
    return Uint16Array.from({ length: span }, (_, place) => this.#search(this.#first + place));
  }
}

/** Slots of a fact that is only ever equal to something or not: one for each value named, one for all others. */
class ValueSlots implements Slots {
  readonly count: number;
  readonly missing: number;
  readonly #slots: ReadonlyMap<unknown, number>;
  readonly #other: number;

  constructor(leaves: readonly Leaf[]) {
    const values = new Set<unknown>(leaves.flatMap(({ value }) => value as string | readonly string[]));
    this.#slots = new Map([...values].map((value, slot) => [value, slot]));
    this.#other = this.#slots.size;
    this.missing = this.#other + 1;
    this.count = this.missing + 1;
  }

  slotOf(value: FactValue | undefined): number {
    if (value === undefined) return this.missing;
    return this.#slots.get(value) ?? this.#other;
  }

  slotsOf(values: Float64Array, from: number, to: number, into: Int32Array, at: number): void {
    for (let row = from; row < to; row++) {
      const value = values[row]!;
      into[at + row - from] = this.slotOf(Number.isNaN(value) ? undefined : value);
    }
  }

  rangesOf({ operator, value }: Leaf): Ranges {
    const named = [value].flat().map((one) => this.#slots.get(one)!);
    const ranges = fromSlots([...new Set(named)].sort((a, b) => a - b));
    return operator === 'equal' || operator === 'in' ? ranges : complement(ranges, this.missing);
  }
}
