import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import {
  importCallLog,
  type ImportOptions,
  type ImportReport,
} from '../../../harness/import/importCallLog.ts';
import { withFolder } from '../../folder.ts';
import { checkImportMap, type ImportMapResult } from '../../../harness/import/map/load.ts';

/** A map that ships. */
export function shippedMap(name: string): string {
  return new URL(`../../../harness/import/maps/${name}.map.yaml`, import.meta.url).pathname;
}

/** A small map; specs change parts of it. Local times in Rome. */
export const smallMap = `apiVersion: signalbox/v1
kind: ImportMap
name: small
source: made by a spec
format: { type: csv }
timeZone: Europe/Rome
clock: { format: 'yyyy-MM-dd HH:mm:ss' }
exclude:
  - { reason: test-call, when: { column: note, equals: test } }
conversation:
  id: { columns: [id] }
  mediaType: voice
  queue: { column: queue, values: { B: Billing, S: Support } }
  facts:
    priority: { column: priority, values: { 0: low, 1: normal } }
    intentConfidence: { column: confidence, unknown: ['?'] }
moments:
  started: { column: start }
  queued: { column: start }
  answered: { column: answer, when: { column: answer, empty: false } }
  ended: { column: end }
agent: { column: agent, unknown: [NOBODY] }
agents: { onQueueFrom: firstAnswer, offQueueAfterMinutes: 60 }
`;

export const smallHeader = 'id,start,answer,end,queue,priority,confidence,agent,note';

interface Imported {
  readonly report: ImportReport;
  /** The recording's text. */
  readonly text: string;
  readonly events: readonly Record<string, unknown>[];
  readonly progress: readonly number[];
  /** What lies in the temporary folder afterwards. */
  readonly leftOver: readonly string[];
}

/** Imports text by a map and reads the recording back. */
export function importText(
  log: string | Uint8Array,
  map: string,
  more: Partial<ImportOptions> = {},
): Promise<Imported> {
  return withFolder(async (folder) => {
    const path = (name: string): string => join(folder, name);
    const temporaryFolder = await mkdtemp(path('temporary-'));
    await writeFile(path('log'), log);
    await writeFile(path('map.yaml'), map);
    const progress: number[] = [];
    const given = {
      file: path('log'),
      map: path('map.yaml'),
      out: path('out'),
      key: 'key',
      temporaryFolder,
    };
    const report = await importCallLog({
      ...given,
      ...more,
      onProgress: (fraction) => progress.push(fraction),
    });
    const text = await readFile(path('out'), 'utf8');
    const events = text
      .trimEnd()
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { report, text, events, progress, leftOver: await readdir(temporaryFolder) };
  });
}

/** Imports rows of the small log. */
export function importRows(rows: readonly string[], more: Partial<ImportOptions> = {}): Promise<Imported> {
  return importText([smallHeader, ...rows, ''].join('\n'), smallMap, more);
}

/** The small map with something changed, as text. */
export function changed(change: (map: Record<string, never>) => void): string {
  const map = parse(smallMap) as Record<string, never>;
  change(map);
  return stringify(map);
}

/** Checks a map's text. */
export function check(text: string | Uint8Array): ImportMapResult {
  return checkImportMap({ file: 'a.map.yaml', bytes: typeof text === 'string' ? Buffer.from(text) : text });
}
