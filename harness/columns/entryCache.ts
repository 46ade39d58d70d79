import { mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '../../engine/canonical.ts';
import type { CodeColumn, FactColumn, NumberColumn } from '../../engine/conditions/compiled/columnar.ts';
import { ProblemError } from '../../engine/problem.ts';
import type { OnProgress } from '../recording/read.ts';
import { readColumnFile, writeColumnFile, type ColumnTable } from './columnFile.ts';
import { entryFacts, readEntries, type EntryColumns } from './entryColumns.ts';
import { FactColumns } from './factColumns.ts';
import { contentHash, readStamp, stampOf, writeStamp } from './recordingStamp.ts';

export interface EntryCacheOptions {
  /** Where columns are kept; without it, in `.signalbox/` beside the recording. Made when it is not there. */
  readonly folder?: string;
  /** Told how far reading the recording has come, if it must be read. */
  readonly onProgress?: OnProgress;
}

/**
 * The moments of a recording at which skills are decided: read from the recording once, and from columns kept beside it
 * as long as it stays the same.
 * @throws ProblemError when the recording is not there or is wrong. A cache that cannot be read or written is none.
 */
export async function cachedEntries(
  recording: string,
  options: EntryCacheOptions = {},
): Promise<EntryColumns> {
  const folder = options.folder ?? join(dirname(recording), '.signalbox');
  const stamp = await stampOf(recording);
  const stampFile = join(folder, `${sha256(await realpath(recording)).slice(0, 16)}.stamp`);
  const last = await readStamp(stampFile);
  const isSame = last !== undefined && last.size === stamp.size && last.changed === stamp.changed;
  const hash = isSame ? last.hash : await contentHash(recording);
  const kept = await keptEntries(columnsFile(folder, hash), hash);
  if (kept !== undefined && isSame) return kept;
  const entries = kept ?? (await readEntries(recording, options.onProgress));
  try {
    await mkdir(folder, { recursive: true });
    const { recordingHash } = entries;
    if (kept === undefined) await writeColumnFile(columnsFile(folder, recordingHash), tableOf(entries));
    await writeStamp(stampFile, { ...stamp, hash: recordingHash });
    if (last !== undefined && last.hash !== recordingHash)
      await rm(columnsFile(folder, last.hash), { force: true });
  } catch {
    // Nothing is lost but time, the next time.
  }
  return entries;
}

function columnsFile(folder: string, hash: string): string {
  return join(folder, `${hash}.entries`);
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

/** Undefined when they must be read from the recording. */
async function keptEntries(file: string, hash: string): Promise<EntryColumns | undefined> {
  try {
    const { columns, rows, carried, recordingHash } = await readColumnFile(file, hash);
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
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
