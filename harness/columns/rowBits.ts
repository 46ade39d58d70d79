import { lowestBit, wordBits, wordsFor } from '../../engine/conditions/compiled/bitmap.ts';

/** A set of rows of a table, one bit a row; the bits behind the last row are 0. */
export type RowBits = Int32Array;

/** Every row. */
export function allRows(rows: number): RowBits {
  const bits = new Int32Array(wordsFor(rows)).fill(-1);
  if (rows % wordBits !== 0) bits[bits.length - 1] = (1 << (rows % wordBits)) - 1;
  return bits;
}

/** Rows that are in every set. @param sets at least one. */
export function inAll(sets: readonly RowBits[]): RowBits {
  const bits = sets[0]!.slice();
  for (const set of sets.slice(1)) {
    for (let word = 0; word < bits.length; word++) bits[word]! &= set[word]!;
  }
  return bits;
}

/** Rows that are in any set. @param sets at least one. */
export function inAny(sets: readonly RowBits[]): RowBits {
  const bits = sets[0]!.slice();
  for (const set of sets.slice(1)) {
    for (let word = 0; word < bits.length; word++) bits[word]! |= set[word]!;
  }
  return bits;
}

/** Rows of one set that are not in another. */
export function without(set: RowBits, other: RowBits): RowBits {
  const bits = set.slice();
  for (let word = 0; word < bits.length; word++) bits[word]! &= ~other[word]!;
  return bits;
}

/** How many rows are in the set. */
export function countRows(set: RowBits): number {
  let count = 0;
  for (let word = 0; word < set.length; word++) {
    // Source: Warren, "Hacker's Delight", 2nd ed., section 5-1.
    let bits = set[word]!;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** The rows of the set, ascending. */
export function rowsOf(set: RowBits): Int32Array {
  const rows = new Int32Array(countRows(set));
  let at = 0;
  for (let word = 0; word < set.length; word++) {
    for (let bits = set[word]!; bits !== 0; bits &= bits - 1) rows[at++] = (word << 5) + lowestBit(bits);
  }
  return rows;
}
