import { canonicalJson, sha256 } from '../../engine/canonical.ts';
import type { CommandOutcome, DecisionRecord } from '../../engine/exchange.ts';

/** The form of the log, told at the beginning of each of its files. */
export const auditFormat = 'signalbox/audit/v1';

/** What an entry tells. */
export type EntryContent =
  /** A file begins, after so many checkpoints. */
  | { readonly begins: { readonly format: typeof auditFormat; readonly checkpoints: number } }
  | { readonly decision: DecisionRecord }
  | { readonly outcome: CommandOutcome }
  /** The checkpoint of this number is made next, from 1. */
  | { readonly checkpoint: number }
  /** Here a crash had left part of an entry, which was cut off. */
  | { readonly mended: { readonly bytes: number; readonly sha256: string } };

/** The kinds of content, each the name of its member. */
const kinds = ['begins', 'checkpoint', 'decision', 'mended', 'outcome'] as const;

/** One line of the log. Its hash is that of its canonical JSON without the hash: so it covers all entries before. */
export type Entry = EntryContent & {
  /** From 1, over all files. */
  readonly seq: number;
  /** The hash of the entry before. */
  readonly previous: string;
  /** When it was written, UTC. */
  readonly at: string;
  readonly hash: string;
};

/** What the first entry follows. */
export const beforeTheFirst = '0'.repeat(64);

/** A content spelled out once: for its line, and to know it again. */
export interface Spelled {
  readonly kind: (typeof kinds)[number];
  readonly text: string;
}

export function spelled(content: EntryContent): Spelled {
  const [[kind, value]] = Object.entries(content) as [[Spelled['kind'], unknown]];
  return { kind, text: canonicalJson(value) };
}

/** Contents of one digest tell the same. */
export function digestOf({ kind, text }: Spelled): string {
  return sha256(`${kind}:${text}`).slice(0, 32);
}

/** The line of an entry, with its line feed, and its hash. */
export function sealed(
  { kind, text }: Spelled,
  { seq, previous, at }: Pick<Entry, 'seq' | 'previous' | 'at'>,
): { readonly line: string; readonly hash: string } {
  const members = { at: `"${at}"`, [kind]: text, previous: `"${previous}"`, seq: String(seq) };
  const hash = sha256(objectOf(members));
  return { line: `${objectOf({ ...members, hash: `"${hash}"` })}\n`, hash };
}

/** What an entry tells, without its place in the log. */
export function contentIn(entry: Entry): EntryContent {
  const kind = kinds.find((one) => one in entry)!;
  return { [kind]: (entry as unknown as Readonly<Record<string, unknown>>)[kind] } as unknown as EntryContent;
}

/** Canonical JSON of an object, from that of its members. */
function objectOf(members: Readonly<Record<string, string>>): string {
  const sorted = Object.keys(members).sort();
  return `{${sorted.map((name) => `"${name}":${members[name]!}`).join(',')}}`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @param line without its line feed. @returns undefined when it is not, to the byte, what is written here. */
export function readEntry(line: Uint8Array): Entry | undefined {
  const entry = readCanonical(line);
  if (entry === undefined) return undefined;
  const { hash, ...content } = entry as Partial<Entry>;
  const isPlaced =
    Number.isSafeInteger(content.seq) &&
    typeof content.previous === 'string' &&
    typeof content.at === 'string' &&
    kinds.filter((kind) => kind in content).length === 1;
  return isPlaced && sha256(canonicalJson(content)) === hash ? (entry as Entry) : undefined;
}

/** @returns the object that a line is the canonical JSON of; undefined when it is none. */
export function readCanonical(line: Uint8Array): object | undefined {
  try {
    const text = utf8.decode(line);
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null || canonicalJson(value) !== text) return undefined;
    return value;
  } catch {
    // No UTF-8, no JSON, or nested deeper than can be read.
    return undefined;
  }
}
