import type { SharedLines } from './protocol.ts';

/** The lines that all shares spelled for one batch of events, in the order of the decisions. */
export function mergeLines(shares: readonly SharedLines[]): Uint8Array {
  const merged = new Uint8Array(shares.reduce((length, { bytes }) => length + bytes.length, 0));
  const next = shares.map(() => 0);
  let at = 0;
  while (at < merged.length) {
    let first = -1;
    for (let share = 0; share < shares.length; share++) {
      const place = shares[share]!.places[next[share]!];
      if (place === undefined) continue;
      if (first === -1 || place < shares[first]!.places[next[first]!]!) first = share;
    }
    const { bytes, ends } = shares[first]!;
    const index = next[first]!++;
    const line = bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index]);
    merged.set(line, at);
    at += line.length;
  }
  return merged;
}
