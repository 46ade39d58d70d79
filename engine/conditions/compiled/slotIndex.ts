import { clearBit, setBit } from './bitmap.ts';
import { contains, intersect, type Ranges } from './ranges.ts';
import type { Leaf } from '../condition.ts';
import { isMembership } from './memberships.ts';
import type { Slots } from './slots.ts';
import type { Term } from './terms.ts';

/**
 * For one fact with slots: a bitmap of the terms that can hold, for each slot, one after the other.
 * @param rows where the bitmaps go: `slots.count` rows of `words` each, from `at` on.
 */
export function fillSlotRows(
  fact: string,
  terms: readonly Term[],
  slots: Slots,
  rows: Int32Array,
  at: number,
  words: number,
): void {
  const changes = changesBySlot(fact, terms, slots);
  const row = new Int32Array(words);
  for (let slot = 0; slot < slots.count; slot++) {
    for (const term of changes.begins[slot]!) setBit(row, term);
    for (const term of changes.ends[slot]!) clearBit(row, term);
    rows.set(row, at + slot * words);
  }
}

/** Sweeping over the slots costs a change where a term begins or ends to hold, not a test of every term in every slot. */
function changesBySlot(fact: string, terms: readonly Term[], slots: Slots) {
  const begins: number[][] = Array.from({ length: slots.count + 1 }, () => []);
  const ends: number[][] = Array.from({ length: slots.count + 1 }, () => []);
  terms.forEach((leaves, term) => {
    const ranges = allowed(fact, leaves, slots);
    for (let i = 0; i < ranges.length; i += 2) {
      begins[ranges[i]!]!.push(term);
      ends[ranges[i + 1]!]!.push(term);
    }
  });
  return { begins, ends };
}

/** The slots in which every leaf of the term on this fact holds. */
function allowed(fact: string, leaves: readonly Leaf[], slots: Slots): Ranges {
  let ranges: Ranges | undefined;
  for (const leaf of leaves) {
    if (leaf.fact !== fact || isMembership(leaf)) continue;
    const own = slots.rangesOf(leaf);
    ranges = ranges === undefined ? own : intersect(ranges, own);
  }
  return ranges ?? [0, slots.count];
}

/** Whether a leaf holds in a slot. */
export function holdsInSlot(leaf: Leaf, slots: Slots, slot: number): boolean {
  return contains(slots.rangesOf(leaf), slot);
}
