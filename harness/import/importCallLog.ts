import { tmpdir } from 'node:os';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import { ProblemError, problemError, type Problem } from '../../engine/problem.ts';
import { recordingVersion, type RecordingHeader } from '../recording/format.ts';
import { outputPlace } from '../recording/outputPlace.ts';
import { writeRecording } from '../recording/write.ts';
import { withAgents, type MomentLine } from './agentTimeline.ts';
import { ExcludedRow } from './excludedRow.ts';
import { columnFindings, unseenFindings } from './map/columns.ts';
import type { ImportMap } from './map/importMap.ts';
import { loadImportMap, type LoadedImportMap } from './map/load.ts';
import { Pseudonyms } from '../../engine/door/pseudonym.ts';
import { compileRowImporter } from './rowEvents.ts';
import { openBytes } from './rows/bytes.ts';
import { readDelimited } from './rows/delimited.ts';
import { fileProblem } from '../recording/fileProblem.ts';
import { readJson } from './rows/json.ts';
import { readNdjson } from './rows/ndjson.ts';
import { ExternalSorter } from '../recording/sort/externalSorter.ts';
import { importSorting, type TimedLine } from './timedLine.ts';
import { Summary } from './summary.ts';
import { Tally } from './tally.ts';

/** What `importCallLog` is given. */
export interface ImportOptions {
  /** The call log; unpacked when its name ends in `.gz`. */
  readonly file: string;
  /** Path of the import map. */
  readonly map: string;
  /** Path of the recording; packed when its name ends in `.gz`. One that is there is replaced, but only by a whole one. */
  readonly out: string;
  /** Keys the pseudonyms; the same key gives the same ones. */
  readonly key: string;
  /** Bytes of events held in memory at once, at least 16,384; 64 MiB unless said. The recording does not depend on it. */
  readonly memoryBytes?: number;
  /** Told how much of the work is done, 0 to 1; never less than before. */
  readonly onProgress?: (fraction: number) => void;
  /** Where events that do not fit wait, under pseudonyms; the system's temporary folder unless said. */
  readonly temporaryFolder?: string;
}

/** What became of a call log. */
export interface ImportReport {
  /** All rows, the header not among them; imported and excluded ones sum to it. */
  readonly rows: number;
  readonly imported: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly warnings: readonly Problem[];
  /** Events written, those of agents among them. */
  readonly events: number;
  /** Conversations that started; a row that is there twice is one. */
  readonly conversations: number;
  /** Milliseconds since 1970 of the first event and the last. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Most bytes of events held at once. */
  readonly peakBytes: number;
}

const defaultMemory = 64 * 1024 * 1024;
/** Reading takes most of the time, writing the rest. */
const readingShare = 0.8;

/**
 * Turns a call log into a recording, by an import map. Streams: memory stays within the budget however large the log.
 * @throws ProblemError when the map or the file cannot be used, or no row can be imported; there is then no recording.
 */
export async function importCallLog(options: ImportOptions): Promise<ImportReport> {
  const { file, out, key, memoryBytes = defaultMemory } = options;
  const loaded = await loadImportMap(options.map);
  if (loaded.problems !== undefined) throw new ProblemError(loaded.problems);
  if (key === '') {
    throw problemError('no-key', 'names become pseudonyms, which needs a secret key', {
      hint: 'give any long random text, and keep it',
    });
  }
  const place = await outputPlace(out, [file, options.map]);
  const tally = new Tally();
  const sorter = new ExternalSorter(importSorting, memoryBytes, options.temporaryFolder ?? tmpdir());
  try {
    const onProgress = rising(options.onProgress ?? (() => undefined));
    const found = new Set<string>();
    const lines = await readInto(sorter, options, loaded, tally, found, (fraction) =>
      onProgress(fraction * readingShare),
    );
    if (tally.imported === 0) throw nothingImported(file, tally);
    const summary = new Summary();
    const written = reporting(eventsOf(loaded.map, sorter), lines, (fraction) =>
      onProgress(readingShare + fraction * (1 - readingShare)),
    );
    const { events } = await writeRecording(place, headerOf(loaded.map), summary.watch(written), () =>
      tally.excluded(),
    );
    onProgress(1);
    const { rows, imported } = tally;
    const warnings = [...tally.warnings(file), ...unseen(loaded, found)];
    const counts = { rows, imported, excluded: tally.excluded(), warnings, events };
    return { ...counts, ...summary.result(), peakBytes: sorter.peakBytes };
  } catch (error) {
    throw fileProblem(error, file);
  } finally {
    sorter.dispose();
  }
}

const readers = { csv: readDelimited, tsv: readDelimited, ndjson: readNdjson, json: readJson } as const;

/** @returns how many lines wait to be sorted. */
async function readInto(
  sorter: ExternalSorter<TimedLine>,
  { file, key }: ImportOptions,
  { map, problemAt }: LoadedImportMap,
  tally: Tally,
  found: Set<string>,
  onProgress: (fraction: number) => void,
): Promise<number> {
  const importRow = compileRowImporter(map, new Pseudonyms(key), tally.note);
  const read = readers[map.format.type];
  const onColumns = (columns: readonly string[]): void => {
    const findings = columnFindings(map, columns);
    if (findings.length > 0) throw new ProblemError(findings.map(problemAt));
  };
  const bytes = await openBytes(file, onProgress);
  let lines = 0;
  try {
    for await (const row of read(bytes, { file, format: map.format, onColumns, found })) {
      tally.rows++;
      const result = row instanceof ExcludedRow ? row : importRow(row);
      if (result instanceof ExcludedRow) {
        tally.exclude(result);
        continue;
      }
      tally.imported++;
      lines += result.length;
      for (const line of result) sorter.add(line);
    }
  } finally {
    bytes.destroy();
  }
  return lines;
}

function unseen({ map, problemAt }: LoadedImportMap, found: ReadonlySet<string>): readonly Problem[] {
  if (map.format.type !== 'ndjson' && map.format.type !== 'json') return [];
  return unseenFindings(map, found).map((finding) => ({ ...problemAt(finding), severity: 'warning' }));
}

function eventsOf({ agents }: ImportMap, sorter: ExternalSorter<TimedLine>): Iterable<MomentLine> {
  return agents === undefined
    ? sorter.sorted()
    : withAgents(sorter.sorted(), agents.offQueueAfterMinutes * 60_000);
}

function headerOf(map: ImportMap): RecordingHeader {
  const { queue, facts = {} } = map.conversation;
  const held = new Set(['mediaType', ...Object.keys(facts), ...Object.keys(map.turns?.facts ?? {})]);
  if (queue !== undefined && map.moments.queued !== undefined) held.add('queue');
  if (map.agents !== undefined) held.add('agentStatus');
  const inOrder = [...factCatalogue.keys()].filter((name) => held.has(name));
  return {
    signalbox: 'recording',
    version: recordingVersion,
    name: map.name,
    facts: inOrder,
    source: map.source,
  };
}

function nothingImported(file: string, tally: Tally): ProblemError {
  const reasons = Object.entries(tally.excluded()).map(([reason, count]) => `${reason} ${count}`);
  const message =
    tally.rows === 0
      ? 'the file holds no rows'
      : `none of the ${tally.rows} rows can be imported: ${reasons.join(', ')}`;
  return problemError('nothing-imported', message, {
    file,
    hint: 'compare the map with the first rows of the file',
  });
}

/** Lets only greater fractions through. */
function rising(report: (fraction: number) => void): (fraction: number) => void {
  let last = -1;
  return (fraction) => {
    if (fraction > last) report((last = fraction));
  };
}

function* reporting<Line extends MomentLine | TimedLine>(
  lines: Iterable<Line>,
  expected: number,
  report: (fraction: number) => void,
): Generator<Line> {
  let done = 0;
  for (const line of lines) {
    yield line;
    if (++done % 8192 === 0) report(Math.min(1, done / expected));
  }
}
