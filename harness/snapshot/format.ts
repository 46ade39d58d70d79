import { createHash } from 'node:crypto';
import { canonicalJson } from '../../engine/canonical.ts';
import type { HistoryWindow, PastConversation } from '../../engine/ports.ts';
import { formatUtc } from '../recording/time.ts';

/** The version that is written, and the only one that is read. */
export const snapshotVersion = 1;

/** What a snapshot is of. */
export interface SnapshotSubject {
  readonly window: HistoryWindow;
  /** Queues, by name, that it is confined to; left out, none. */
  readonly queues?: readonly string[];
  /** Tells keys of pseudonyms apart. */
  readonly pseudonymsBy: string;
}

/** A snapshot's first line. Nothing in it depends on when, where or how it was taken. */
export interface SnapshotHeader {
  readonly signalbox: 'snapshot';
  readonly version: number;
  /** Moments, UTC: conversations that began from here, and before `to`, as they stood at `asOf`. */
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly queues?: readonly string[];
  readonly pseudonymsBy: string;
  readonly conversations: number;
  /** Of all the rest: see `SnapshotHash`. */
  readonly sha256: string;
}

/** A line after the first: conversations are in order of their lines' text, which is that of their beginnings. */
export function conversationLine({ startedAt, conversation, details }: PastConversation): string {
  return canonicalJson({ at: formatUtc(startedAt), conversation, details });
}

/** The header of a snapshot, all but its hash. */
export function headerOf(
  { window, queues, pseudonymsBy }: SnapshotSubject,
  conversations: number,
): Omit<SnapshotHeader, 'sha256'> {
  return {
    signalbox: 'snapshot',
    version: snapshotVersion,
    from: formatUtc(window.from),
    to: formatUtc(window.to),
    asOf: formatUtc(window.asOf),
    ...(queues === undefined ? {} : { queues }),
    pseudonymsBy,
    conversations,
  };
}

/**
 * SHA-256 of a snapshot, in hexadecimal: of the lines after the first, each with its line break, and then of the header
 * without its hash, as canonical JSON.
 */
export class SnapshotHash {
  readonly #hash = createHash('sha256');

  line(text: string): void {
    this.#hash.update(text).update('\n');
  }

  /** To be asked once. */
  end(header: Omit<SnapshotHeader, 'sha256'>): string {
    return this.#hash.update(canonicalJson(header)).digest('hex');
  }
}
