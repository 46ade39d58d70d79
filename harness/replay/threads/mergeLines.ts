import type { SharedLines } from './protocol.ts';

/** The lines that all shares spelled for one batch of events, in the order of the events. */
export function mergeLines(shares: readonly SharedLines[]): Uint8Array {
  const merged = new Uint8Array(shares.reduce((length, { bytes }) => length + bytes.length, 0));
  const places = shares.map(() => 0);
  let at = 0;
  while (at < merged.length) {
    let first = -1;
    for (let share = 0; share < shares.length; share++) {
      const event = shares[share]!.events[places[share]!];
      if (event === undefined) continue;
      if (first === -1 || event < shares[first]!.events[places[first]!]!) first = share;
    }
    const { bytes, ends } = shares[first]!;
    const place = places[first]!++;
    const line = bytes.subarray(place === 0 ? 0 : ends[place - 1], ends[place]);
    merged.set(line, at);
    at += line.length;
  }
  return merged;
}
