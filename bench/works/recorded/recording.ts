import { statSync } from 'node:fs';
import { header } from '../../../fixtures/record.ts';
import { cachedEntries } from '../../../harness/columns/entryCache.ts';
import type { EntryColumns } from '../../../harness/columns/entryColumns.ts';
import { eventLine, writeRecording } from '../../../harness/recording/write.ts';
import { parseUtc } from '../../../harness/recording/time.ts';
import type { OnProgress } from '../../../harness/recording/read.ts';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';
import { simulateWorld } from '../../../harness/world/simulate.ts';
import { entryEvents } from './entriesRecording.ts';
import { repeated } from './repeated.ts';

const seed = 20260302;
const dayMilliseconds = 86_400_000;

/** A recording made for the benchmark, and its size. */
export interface Recording {
  readonly file: string;
  readonly conversations: number;
  readonly events: number;
  /** Of the file, which is not compressed. */
  readonly bytes: number;
  /** Moments in it at which skills are decided. */
  readonly entries: number;
  /** How many times over those moments are taken, where the work is to decide a million. */
  readonly times: number;
}

/** What to record. */
export interface Extent {
  /** About 1,480 conversations and 1,180 entries into a queue each. */
  readonly days: number;
  readonly times: number;
  /** Everything that happens, or of each entry into a queue what was known then, as `entryEvents` has it. */
  readonly of?: 'days' | 'entries';
}

/**
 * Records the made-up bank into a file, and keeps its columns beside it.
 * @param onProgress told now and then how far it has come, 0 to 1.
 */
export async function recordWorld(
  file: string,
  { days, times, of = 'days' }: Extent,
  onProgress: OnProgress,
): Promise<Recording> {
  const began = parseUtc(retailBank.startsAt)!;
  let conversations = 0;
  const world = simulateWorld({ ...retailBank, days }, seed);
  const begins = of === 'days' ? 'conversation.started' : 'conversation.queued';
  function* lines(): Generator<string> {
    for (const event of of === 'days' ? world : entryEvents(world)) {
      if (event.type === begins) {
        conversations++;
        onProgress((event.at - began) / (days * dayMilliseconds) / 2);
      }
      yield eventLine(event);
    }
  }
  const { events } = await writeRecording(file, header, lines(), () => ({}));
  const { facts } = await cachedEntries(file, { onProgress: (fraction) => onProgress((1 + fraction) / 2) });
  return { file, conversations, events, bytes: statSync(file).size, entries: facts.rows, times };
}

let last: Pick<Recording, 'file' | 'times'> | undefined;
let lastEntries: Promise<EntryColumns> | undefined;

/** The recording's columns, as many times over as it says, kept in memory until those of another are asked for. */
export function entriesOf({ file, times }: Pick<Recording, 'file' | 'times'>): Promise<EntryColumns> {
  if (last?.file !== file || last.times !== times) {
    last = { file, times };
    lastEntries = cachedEntries(file).then((entries) => repeated(entries, times));
  }
  return lastEntries!;
}

/** How many decisions there are to make again, in words. */
export function decisionsInWords({ entries, times }: Pick<Recording, 'entries' | 'times'>): string {
  const repeats = times === 1 ? '' : ` (${inWords(entries)}, ${times} times over)`;
  return `${inWords(entries * times)} recorded decisions${repeats}`;
}

/** A number for people to read. */
export function inWords(count: number): string {
  return count.toLocaleString('en');
}
