import { expect } from 'chai';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFolder } from '../folder.ts';
import { signalbox, type Run } from '../signalbox.ts';
import { expectPlainOutput, expectRefused, key, sideBySide } from './refusal.ts';

const map = `apiVersion: signalbox/v1
kind: ImportMap
name: small
source: made by a spec
format: { type: csv }
clock: { format: iso }
conversation:
  id: { columns: [id] }
  mediaType: voice
  queue: { column: queue }
moments:
  started: { column: start }
  queued: { column: start }
  ended: { column: start, plusSeconds: 30 }
`;

const good = '2021-04-02T15:30:51.418Z';
const brokenTimes: readonly string[] = [
  '2021-04-2T15:30:51.418Z',
  '2021-04-2T15:46:21.288Z',
  '2021-4-02T15:30:51.418Z',
  '2021-04-02T15:30:51.418',
  '2021-02-31T00:00:00.000Z',
  '2021-04-02T24:00:00.000Z',
  '2021-04-02T15:60:00Z',
  '02.04.2021 15:30:51',
  '1649237504949',
  'yesterday',
  '',
];

const log = (times: readonly string[]): string =>
  `id,queue,start\n${times.map((time, index) => `c-${index},Billing,${time}\n`).join('')}`;

/** Imports into a file where something stands already. */
async function imported(
  text: string | Uint8Array,
  withMap = map,
  file = 'log.csv',
): Promise<{ run: Run; out: string; left: string[] }> {
  return withFolder(async (folder) => {
    await writeFile(join(folder, file), text);
    await writeFile(join(folder, 'small.map.yaml'), withMap);
    await writeFile(join(folder, 'out.ndjson'), 'what was there before');
    const args = ['import', file, '--map', 'small.map.yaml', '--out', 'out.ndjson', '--format', 'json'];
    const run = await signalbox(args, { cwd: folder, env: key });
    return { run, out: await readFile(join(folder, 'out.ndjson'), 'utf8'), left: await readdir(folder) };
  });
}

describe('an import that cannot be, from the command line', () => {
  const rows = log([good]);
  const mistakes: Readonly<Record<string, [Parameters<typeof imported>, string, string]>> = {
    'no row survives': [[log(brokenTimes)], 'nothing-imported', `bad-time ${brokenTimes.length}`],
    'no rows': [['id,queue,start\n'], 'nothing-imported', 'no rows'],
    'an empty file': [[''], 'empty', 'header line'],
    'an unknown key of the map': [
      [rows, map.replace('mediaType:', 'mediaTyp:')],
      'unknown-key',
      'small.map.yaml:9:3: error: ',
    ],
    'a column that is not there': [
      [rows, map.replace('column: queue', 'column: queu')],
      'unknown-column',
      'did you mean "queue"?',
    ],
    'a tab in the map': [[rows, map.replace('  id:', '\tid:')], 'yaml', 'small.map.yaml:8:1: error: '],
    'an alias in the map of what it stands in': [
      [rows, map.replace('{ column: queue }', '&q { column: *q }')],
      'aliases',
      'small.map.yaml:10:',
    ],
    'a rule pack for a map': [
      [rows, 'apiVersion: signalbox/v1\nkind: Scoring\nname: s\n'],
      'not-allowed',
      'small.map.yaml:2:1: error: ',
    ],
    'a log that is cut, and packed': [
      [Buffer.from([0x1f, 0x8b, 8, 0, 0]), map, 'log.csv.gz'],
      'cut-off',
      'log.csv.gz',
    ],
    'a log only said to be packed': [[rows, map, 'log.csv.gz'], 'damaged', 'log.csv.gz: error: '],
    'a quote that never closes': [
      [`${rows}c-9,"${'x\n'.repeat(600_000)}`],
      'unclosed-quote',
      'does not close',
    ],
  };
  let results: Awaited<ReturnType<typeof imported>>[] = [];

  before(async function () {
    this.timeout(60_000);
    results = await sideBySide(Object.values(mistakes), ([given]) => imported(...given));
  });

  Object.entries(mistakes).forEach(([name, [given, code, says]], index) => {
    it(`${name}: refused, and what was there before is there still`, () => {
      const { run, out, left } = results[index]!;
      expectRefused(run, code, says);
      expect(run.stdout).to.equal('');
      expect(out).to.equal('what was there before');
      expect(left).to.have.members([given[2] ?? 'log.csv', 'small.map.yaml', 'out.ndjson']);
    });
  });
});

describe('an import with bad rows', () => {
  it('leaves out each whose time is broken, counts it, and imports the rest', async () => {
    const { run, out } = await imported(log([...brokenTimes, good]));
    expectPlainOutput(run);
    expect(run.code, run.stderr).to.equal(0);
    const report = JSON.parse(run.stdout) as Record<string, unknown>;
    expect(report).to.include({ rows: brokenTimes.length + 1, imported: 1, conversations: 1 });
    expect(report['excluded']).to.deep.equal({ 'bad-time': brokenTimes.length });
    const end = JSON.parse(out.trimEnd().split('\n').at(-1)!) as object;
    expect(end).to.deep.equal({
      type: 'recording.end',
      events: 3,
      excluded: { 'bad-time': brokenTimes.length },
    });
  });
});
