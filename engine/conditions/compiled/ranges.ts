/** Slots in which a leaf holds: half-open ranges [start, end), flat, ascending and apart. */
export type Ranges = readonly number[];

/** The slots in both. */
export function intersect(a: Ranges, b: Ranges): Ranges {
  const both: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const start = Math.max(a[i]!, b[j]!);
    const end = Math.min(a[i + 1]!, b[j + 1]!);
    if (start < end) both.push(start, end);
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return both;
}

/** Single slots as ranges. @param slots ascending, without repetition. */
export function fromSlots(slots: readonly number[]): Ranges {
  const ranges: number[] = [];
  for (const slot of slots) {
    if (ranges.at(-1) === slot) ranges[ranges.length - 1] = slot + 1;
    else ranges.push(slot, slot + 1);
  }
  return ranges;
}

/** The slots from 0 up to `count` that are not in the ranges. */
export function complement(ranges: Ranges, count: number): Ranges {
  const rest: number[] = [];
  let from = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    if (from < ranges[i]!) rest.push(from, ranges[i]!);
    from = ranges[i + 1]!;
  }
  if (from < count) rest.push(from, count);
  return rest;
}

/** Whether a slot is in the ranges. */
export function contains(ranges: Ranges, slot: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) if (slot >= ranges[i]! && slot < ranges[i + 1]!) return true;
  return false;
}
