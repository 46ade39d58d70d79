import type { FactValue, FactValues } from '../../facts/definition.ts';
import { lowestBit } from './bitmap.ts';
import type { MembershipIndex } from './membershipIndex.ts';
import type { Slots } from './slots.ts';

/** A number for each row; NaN where it is missing. */
export interface NumberColumn {
  readonly kind: 'numbers';
  readonly values: Float64Array;
}

/** A value for each row, as its place in the dictionary of distinct values; −1 where it is missing. */
export interface CodeColumn {
  readonly kind: 'codes';
  readonly codes: Int32Array;
  readonly dictionary: readonly FactValue[];
}

export type FactColumn = NumberColumn | CodeColumn;

/** The facts of many moments, fact by fact. */
export interface FactTable {
  /** How many moments. */
  readonly rows: number;
  /** @returns undefined when the fact is missing in every row. */
  column(fact: string): FactColumn | undefined;
  /** The facts of one moment. @param index from 0 up to `rows`. */
  row(index: number): FactValues;
}

/** What one fact says about the terms, for every row of a table. */
interface Facet {
  /** Writes where the bitmap of terms is that can hold, for each of the rows in [from, to). */
  place(from: number, to: number, into: Int32Array, at: number): void;
}

/** Rows are taken in blocks that stay in the cache of the processor between one fact and the next. */
const block = 1024;

/** Many look-ups at once: the same bitmaps as for one decision, found once for each distinct value where values repeat. */
export class ColumnarLookUp {
  readonly #words: number;
  readonly #table: FactTable;
  readonly #facets: Facet[] = [];
  /** Bitmaps of terms, one after the other; those of texts and lists are added behind the ones there were. */
  #bitmaps: Int32Array;

  /** @param words of a bitmap. @param bitmaps those of the facts with slots. */
  constructor(table: FactTable, words: number, bitmaps: Int32Array) {
    this.#table = table;
    this.#words = words;
    this.#bitmaps = bitmaps;
  }

  /** A fact whose bitmaps are there for each slot. @param at where they begin. */
  addSlots(fact: string, slots: Slots, at: number, missing: FactValue | undefined): void {
    const column = this.#table.column(fact);
    const placeOf = (value: FactValue | undefined): number => at + slots.slotOf(value) * this.#words;
    if (column?.kind !== 'numbers') {
      this.#facets.push(codeFacet(column, placeOf, placeOf(missing)));
      return;
    }
    const bySlot = Int32Array.from({ length: slots.count }, (_, slot) => at + slot * this.#words);
    bySlot[slots.missing] = placeOf(missing);
    this.#facets.push(numberFacet(column, slots, bySlot));
  }

  /** A fact with memberships: every distinct value is read once, and values that answer alike share a bitmap. */
  addMemberships(index: MembershipIndex, missing: FactValue | undefined): void {
    const added: Int32Array[] = [];
    const places = new Map<string, number>();
    const answers = new Int32Array(index.questionWords);
    const placeOf = (value: FactValue | undefined): number => {
      answers.fill(0);
      if (value !== undefined) index.memberships.ask(value, answers);
      const key = value === undefined ? 'missing' : answers.join();
      let place = places.get(key);
      if (place === undefined) {
        place = this.#bitmaps.length + added.length * this.#words;
        const bitmap = new Int32Array(this.#words);
        if (value === undefined) index.allowMissing(bitmap, 0);
        else index.allow(answers, bitmap, 0);
        added.push(bitmap);
        places.set(key, place);
      }
      return place;
    };
    // Texts and lists only have phrases and members, and they are kept as codes.
    const column = this.#table.column(index.fact) as CodeColumn | undefined;
    this.#facets.push(codeFacet(column, placeOf, placeOf(missing)));
    this.#bitmaps = joined([this.#bitmaps, ...added]);
  }

  /** The rule of the first term that every fact allows, for each row; −1 when there is none. */
  first(ruleOf: Int32Array, into: Int32Array): void {
    const places = new Int32Array(this.#facets.length * block);
    for (let from = 0; from < this.#table.rows; from += block) {
      const to = Math.min(from + block, this.#table.rows);
      this.#facets.forEach((facet, k) => facet.place(from, to, places, k * block));
      for (let row = from; row < to; row++) into[row] = this.#firstAt(places, row - from, ruleOf);
    }
  }

  #firstAt(places: Int32Array, at: number, ruleOf: Int32Array): number {
    const bitmaps = this.#bitmaps;
    for (let word = 0; word < this.#words; word++) {
      let bits = -1;
      for (let k = at; k < places.length; k += block) bits &= bitmaps[places[k]! + word]!;
      if (bits !== 0) return ruleOf[(word << 5) + lowestBit(bits)]!;
    }
    return -1;
  }
}

/** Every distinct value is looked up once. @param column undefined when the fact is missing in every row. */
function codeFacet(
  column: CodeColumn | undefined,
  placeOf: (value: FactValue) => number,
  missing: number,
): Facet {
  if (column === undefined) {
    return { place: (from, to, into, at) => void into.fill(missing, at, at + to - from) };
  }
  const { codes } = column;
  const byCode = Int32Array.from(column.dictionary, placeOf);
  return {
    place(from, to, into, at) {
      for (let row = from; row < to; row++) {
        const code = codes[row]!;
        into[at + row - from] = code === -1 ? missing : byCode[code]!;
      }
    },
  };
}

function numberFacet({ values }: NumberColumn, slots: Slots, bySlot: Int32Array): Facet {
  return {
    place(from, to, into, at) {
      slots.slotsOf(values, from, to, into, at);
      for (let k = at; k < at + to - from; k++) into[k] = bySlot[into[k]!]!;
    },
  };
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
