import type { RoutingEventType } from '../../engine/conversation/events.ts';

/**
 * Events in columns, with a dictionary of their own: memory is bounded by the segment, however long the recording. In a
 * segment just built no two arrays share memory, so a worker can hand it over without copying.
 */
export interface Segment {
  /** When each event happened, in milliseconds since 1970. */
  readonly at: Float64Array;
  /** The place of each event's shape in the dictionary. */
  readonly shape: Uint16Array;
  /** The numbers of all events, one after the other, each event's in the order of its shape. */
  readonly numbers: Float64Array;
  /** Likewise all other values, as places in the dictionary. */
  readonly codes: Uint32Array;
  /** A `SegmentDictionary` as JSON in UTF-8. */
  readonly dictionary: Uint8Array;
}

/** A field of an event, or a fact: its name, and whether its value is among the numbers or the codes. */
export type ShapeField = readonly [name: string, isNumber: boolean];

/** What events have in common that name the same fields and facts in the same order. */
export interface EventShape {
  readonly type: RoutingEventType;
  /** All but `at`, `type` and `facts`. */
  readonly fields: readonly ShapeField[];
  /** Absent when the event has no facts, not even an empty set. */
  readonly facts?: readonly ShapeField[];
}

/** What the codes of a segment stand for. */
export interface SegmentDictionary {
  readonly shapes: readonly EventShape[];
  /** Texts, booleans, null, lists and proficiencies, each there once. */
  readonly values: readonly unknown[];
}

/** The arrays of a segment in the order in which they lie in a file: widest elements first, so that all are aligned. */
export function segmentArrays(
  segment: Segment,
): readonly (Float64Array | Uint32Array | Uint16Array | Uint8Array)[] {
  const { at, numbers, codes, shape, dictionary } = segment;
  return [at, numbers, codes, shape, dictionary];
}

/** How much there is in a segment. */
export interface SegmentSize {
  readonly events: number;
  readonly numbers: number;
  readonly codes: number;
  /** In bytes. */
  readonly dictionary: number;
}

/** Bytes a segment takes, filled up to a multiple of 8. */
export function segmentLength({ events, numbers, codes, dictionary }: SegmentSize): number {
  return Math.ceil((events * 10 + numbers * 8 + codes * 4 + dictionary) / 8) * 8;
}

/** The segment whose arrays lie in these bytes, in the order of `segmentArrays`; the arrays are views of them. */
export function segmentIn(bytes: Uint8Array, { events, numbers, codes, dictionary }: SegmentSize): Segment {
  const { buffer } = bytes;
  const numbersAt = bytes.byteOffset + events * 8;
  const codesAt = numbersAt + numbers * 8;
  const shapeAt = codesAt + codes * 4;
  return {
    at: new Float64Array(buffer, bytes.byteOffset, events),
    numbers: new Float64Array(buffer, numbersAt, numbers),
    codes: new Uint32Array(buffer, codesAt, codes),
    shape: new Uint16Array(buffer, shapeAt, events),
    dictionary: new Uint8Array(buffer, shapeAt + events * 2, dictionary),
  };
}
