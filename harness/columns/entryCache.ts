import type { CodeColumn, FactColumn, NumberColumn } from '../../engine/conditions/compiled/columnar.ts';
import { RecordingReader, type OnProgress } from '../recording/read.ts';
import { readColumnFile, writeColumnFile, type ColumnTable, type KeptColumn } from './columnFile.ts';
import { readEntries, type EntryColumns } from './entryColumns.ts';
import { eventsThrough } from './eventCache.ts';
import { FactColumns } from './factColumns.ts';
import { orNothing, RecordingCache, type RecordingCacheOptions } from './recordingCache.ts';
import type { SkillsMoments } from './skillsReplay.ts';
import type { TextColumn } from './textColumn.ts';

export interface EntryCacheOptions extends RecordingCacheOptions {
  /** The facts that are going to be read; all of them unless told. Others need not be there. */
  readonly facts?: readonly string[];
  /** Told how far reading the recording's events has come, if they must be read. */
  readonly onProgress?: OnProgress;
}

/**
 * The moments of a recording at which skills are decided: worked out once from its events, and read from columns kept
 * beside it as long as it stays the same. The events are kept too, so that others need not read the recording again.
 * @throws ProblemError when the recording is not there or is wrong. A cache that cannot be read or written is none.
 */
export function cachedEntries(recording: string, options: EntryCacheOptions = {}): Promise<EntryColumns> {
  return through(recording, options, [queue, conversation, at], entriesIn);
}

/** The same without saying whose moments they are and when: what deciding takes, and a tenth of what there is to read. */
export function cachedMoments(recording: string, options: EntryCacheOptions = {}): Promise<SkillsMoments> {
  return through(recording, options, [queue], momentsIn);
}

async function through<Kept>(
  recording: string,
  { onProgress, facts, ...options }: EntryCacheOptions,
  others: readonly string[],
  keptIn: (table: ColumnTable) => Kept,
): Promise<Kept | EntryColumns> {
  const cache = await RecordingCache.of(recording, options);
  if (cache === undefined) return readEntries(new RecordingReader(recording), onProgress);
  const { hash } = cache;
  if (hash !== undefined) {
    const isWanted = (name: string): boolean =>
      others.includes(name) || (isFact(name) && (facts?.includes(name) ?? true));
    const table = await orNothing(() => readColumnFile(cache.fileOf('entries', hash), hash, isWanted));
    if (table !== undefined) {
      await cache.noteHash(hash);
      return keptIn(table);
    }
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

function isFact(name: string): boolean {
  return !name.startsWith(':');
}

function tableOf(entries: EntryColumns): ColumnTable {
  const { facts, carried, recordingHash } = entries;
  const columns: [string, KeptColumn][] = [
    ...facts.columns,
    [conversation, entries.conversation],
    [at, { kind: 'numbers', values: entries.at }],
    [queue, entries.queue],
  ];
  return { recordingHash, rows: facts.rows, carried, columns: new Map(columns) };
}

function entriesIn(table: ColumnTable): EntryColumns {
  return {
    ...momentsIn(table),
    conversation: table.columns.get(conversation) as TextColumn,
    at: (table.columns.get(at) as NumberColumn).values,
    recordingHash: table.recordingHash,
  };
}

function momentsIn({ columns, rows, carried }: ColumnTable): SkillsMoments {
  const facts = [...columns].filter(([name]) => isFact(name)) as [string, FactColumn][];
  return {
    facts: new FactColumns(rows, new Map(facts)),
    queue: columns.get(queue) as CodeColumn,
    carried,
  };
}
