import type { CodeColumn, FactColumn, NumberColumn } from '../../engine/conditions/compiled/columnar.ts';
import { RecordingReader, type OnProgress } from '../recording/read.ts';
import { readColumnFile, writeColumnFile, type ColumnTable } from './columnFile.ts';
import { entryFacts, readEntries, type EntryColumns } from './entryColumns.ts';
import { eventsThrough } from './eventCache.ts';
import { FactColumns } from './factColumns.ts';
import { orNothing, RecordingCache, type RecordingCacheOptions } from './recordingCache.ts';

export interface EntryCacheOptions extends RecordingCacheOptions {
  /** Told how far reading the recording's events has come, if they must be read. */
  readonly onProgress?: OnProgress;
}

/**
 * The moments of a recording at which skills are decided: worked out once from its events, and read from columns kept
 * beside it as long as it stays the same. The events are kept too, so that others need not read the recording again.
 * @throws ProblemError when the recording is not there or is wrong. A cache that cannot be read or written is none.
 */
export async function cachedEntries(
  recording: string,
  { onProgress, ...options }: EntryCacheOptions = {},
): Promise<EntryColumns> {
  const cache = await RecordingCache.of(recording, options);
  if (cache === undefined) return readEntries(new RecordingReader(recording), onProgress);
  const { hash } = cache;
  const kept = hash === undefined ? undefined : await keptEntries(cache.fileOf('entries', hash), hash);
  if (kept !== undefined) {
    await cache.noteHash(kept.recordingHash);
    return kept;
  }
  const entries = await readEntries(await eventsThrough(cache), onProgress);
  await orNothing(async () => {
    await cache.makeFolder();
    await writeColumnFile(cache.fileOf('entries', entries.recordingHash), tableOf(entries));
  });
  return entries;
}

// Facts go by their own names; what else a row has must not be taken for one.
const conversation = ':conversation';
const at = ':at';
const queue = ':queue';

function tableOf(entries: EntryColumns): ColumnTable {
  const { facts, carried, recordingHash } = entries;
  const columns: [string, FactColumn][] = [
    ...facts.columns,
    [conversation, entries.conversation],
    [at, { kind: 'numbers', values: entries.at }],
    [queue, entries.queue],
  ];
  return { recordingHash, rows: facts.rows, carried, columns: new Map(columns) };
}

/** Undefined when they must be worked out from the events. */
async function keptEntries(file: string, hash: string): Promise<EntryColumns | undefined> {
  const table = await orNothing(() => readColumnFile(file, hash));
  if (table === undefined) return undefined;
  const { columns, rows, carried, recordingHash } = table;
  const names = entryFacts(carried);
  // Kept before the catalogue had some of these facts.
  if (!names.every((name) => columns.has(name))) return undefined;
  return {
    facts: new FactColumns(rows, new Map(names.map((name) => [name, columns.get(name)!]))),
    conversation: columns.get(conversation) as CodeColumn,
    at: (columns.get(at) as NumberColumn).values,
    queue: columns.get(queue) as CodeColumn,
    carried,
    recordingHash,
  };
}
