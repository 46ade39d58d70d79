import { gzipSync } from 'node:zlib';
import { writeFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ProblemError } from '../../../engine/problem.ts';
import { importCallLog } from '../../../harness/import/importCallLog.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { importRows, importText, shippedMap, smallHeader, smallMap } from './importing.ts';
import { withFolder } from '../../folder.ts';

const good = 'a,2026-01-05 10:00:00,2026-01-05 10:00:30,2026-01-05 10:05:00,B,1,0.5,Anna,';

describe('importing the rows of a call log', () => {
  it('makes events in order of time', async () => {
    const { events, report, progress } = await importRows([
      'b,2026-01-05 10:01:00,,2026-01-05 10:02:00,S,,?,,',
      good,
    ]);
    expect(events.map(({ at, type }) => `${String(at).slice(11, 19)} ${String(type)}`)).to.deep.equal([
      '09:00:00 conversation.started',
      '09:00:00 conversation.queued',
      '09:00:30 agent.updated',
      '09:00:30 conversation.answered',
      '09:00:30 agent.updated',
      '09:01:00 conversation.started',
      '09:01:00 conversation.queued',
      '09:02:00 conversation.ended',
      '09:05:00 conversation.ended',
      '09:05:00 agent.updated',
      '10:05:00 agent.updated',
    ]);
    expect(events[0]!['facts']).to.deep.equal({ priority: 'normal', intentConfidence: 0.5 });
    expect(events[5]).not.to.have.property('facts');
    expect(events.filter(({ type }) => type === 'agent.updated').map(({ status }) => status)).to.deep.equal([
      'IDLE',
      'INTERACTING',
      'IDLE',
      'OFF_QUEUE',
    ]);
    expect(report).to.include({ rows: 2, imported: 2, events: 11, conversations: 2 });
    expect(report.firstAt).to.equal(Date.parse('2026-01-05T09:00:00Z'));
    expect(report.lastAt).to.equal(Date.parse('2026-01-05T10:05:00Z'));
    expect(progress.at(-1)).to.equal(1);
    expect(progress).to.deep.equal([...progress].sort((a, b) => a - b));
  });

  const bad: readonly (readonly [reason: string, row: string])[] = [
    ['test-call', good.replace(/,$/, ',test')],
    ['missing-id', good.replace('a,', ',')],
    ['bad-time', good.replace('10:00:00', '25:00:00')],
    ['bad-time', good.replace('2026-01-05 10:00:00', '2026-02-31 10:00:00')],
    ['bad-time', good.replace('2026-01-05 10:00:00', '')],
    ['bad-time', good.replace('2026-01-05 10:00:00', '2026-01-5 10:00:00')],
    ['ends-before-it-starts', good.replace('10:05:00', '09:59:59')],
    ['times-out-of-order', good.replace('10:05:00', '10:00:29')],
    ['wrong-number-of-columns', 'a,b'],
    ['wrong-number-of-columns', `${good},one more`],
    ['bad-value:queue', good.replace(',B,', ',X,')],
    ['missing-queue', good.replace(',B,', ',,')],
    ['bad-value:priority', good.replace(',1,', ',7,')],
    ['bad-value:confidence', good.replace('0.5', '1.5')],
    ['bad-value:confidence', good.replace('0.5', 'half')],
  ];
  for (const [reason, row] of bad) {
    it(`leaves out, and counts, ${reason}: ${row}`, async () => {
      const mapped =
        reason === 'missing-queue' ? smallMap.replace(', values: { B: Billing, S: Support }', '') : smallMap;
      const { report, text } = await importText([smallHeader, row, good].join('\r\n'), mapped);
      expect(report.excluded).to.deep.equal({ [reason]: 1 });
      expect(report).to.include({ rows: 2, imported: 1 });
      expect(JSON.parse(text.trimEnd().split('\n').at(-1)!)).to.deep.include({ excluded: { [reason]: 1 } });
    });
  }

  it('counts every line that a quote without its end swallows', async () => {
    const { report } = await importRows([good, '"b,open', 'c,d', 'e,f']);
    expect(report.excluded).to.deep.equal({ 'unclosed-quote': 3 });
    expect(report.rows).to.equal(4);
  });

  it('stops when a quote swallows more than a million characters', async () => {
    const problem = await refusal(importRows([good, `"b${',lost\n'.repeat(300_000)}`]));
    expect(problem).to.include({ code: 'unclosed-quote' });
    expect(problem.message).to.include('row 1');
  });

  it('reads quoted line breaks, a byte-order mark and CRLF', async () => {
    const { report, events } = await importText(
      `\ufeff${smallHeader}\r\n${good.replace('a,', '"a\r\n""b""",')}\r\n`,
      smallMap,
    );
    expect(report).to.include({ rows: 1, imported: 1 });
    expect(events).to.have.length(8);
  });

  it('reads NDJSON by dotted paths, and says which are nowhere', async () => {
    const map = smallMap
      .replace('type: csv', 'type: ndjson')
      .replace("'yyyy-MM-dd HH:mm:ss'", 'iso')
      .replace('[id]', '[call.id]')
      .replace('confidence, unknown', 'confidance, unknown');
    const call = {
      start: '2026-01-05T10:00:00.5+01:00',
      answer: null,
      end: '2026-01-05T09:05:00Z',
      queue: 'B',
      priority: 1,
    };
    const rows = [
      JSON.stringify({ ...call, call: { id: 7 }, agent: 'Anna', note: '' }),
      '{"call":',
      '[]',
      '"x"',
      JSON.stringify(call),
      JSON.stringify({ ...call, call: { id: 8 }, start: '2021-04-2T15:30:51.418Z' }),
      'x'.repeat(1_200_000),
    ];
    const { report, events } = await importText(rows.join('\n'), map);
    expect(report.excluded).to.deep.equal({
      'bad-time': 1,
      'line-too-long': 1,
      'missing-id': 1,
      'not-an-object': 2,
      'not-json': 1,
    });
    expect(events.map(({ at }) => at)).to.deep.equal([
      '2026-01-05T09:00:00.500Z',
      '2026-01-05T09:00:00.500Z',
      '2026-01-05T09:05:00.000Z',
    ]);
    expect(report.warnings).to.have.length(1);
    expect(report.warnings[0]).to.include({ code: 'unseen-column', severity: 'warning', line: 16 });
  });

  it('reads other encodings', async () => {
    const log = Buffer.from(`${smallHeader}\n${good}\n`, 'utf16le');
    const { report } = await importText(
      log,
      smallMap.replace('{ type: csv }', '{ type: csv, encoding: utf-16le }'),
    );
    expect(report.imported).to.equal(1);
  });

  it('reads files without a header', async () => {
    const { report } = await importText(
      good,
      smallMap.replace('{ type: csv }', `{ type: csv, columns: [${smallHeader}] }`),
    );
    expect(report.imported).to.equal(1);
  });

  it('writes nothing when no row can be imported', async () => {
    expect(await refusal(importRows(['a,b', 'c,d']))).to.include({
      code: 'nothing-imported',
      message: 'none of the 2 rows can be imported: wrong-number-of-columns 2',
    });
    expect(await refusal(importRows([]))).to.include({
      code: 'nothing-imported',
      message: 'the file holds no rows',
    });
    expect(await refusal(importText('', smallMap))).to.include({ code: 'empty' });
  });

  it('leaves nothing behind when it fails, and no half of a recording', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'log.gz');
      const map = join(folder, 'map.yaml');
      const rows = Array.from({ length: 3000 }, (_, index) => good.replace('a,', `${index * 7919},`));
      const whole = gzipSync([smallHeader, ...rows].join('\n'));
      await writeFile(map, smallMap);
      await writeFile(file, whole.subarray(0, whole.length - 200));
      const out = join(folder, 'out');
      const cut = { file, map, out, key: 'k', memoryBytes: 16_384, temporaryFolder: folder };
      expect(await refusal(importCallLog(cut))).to.include({ code: 'cut-off' });
      expect(await readdir(folder)).to.have.members(['log.gz', 'map.yaml']);
    }));

  it('refuses what cannot be used', async () => {
    expect(await refusal(importRows([good], { key: '' }))).to.include({ code: 'no-key' });
    expect(await refusal(importRows([good], { memoryBytes: 1000 }))).to.include({
      code: 'too-little-memory',
    });
    expect(await refusal(importRows([good], { file: '/nowhere/log' }))).to.include({ code: 'no-such-file' });
    expect(await refusal(importRows([good], { map: '/nowhere/map' }))).to.include({ code: 'no-such-file' });
    expect(await refusal(importRows([good], { out: '/nowhere/out' }))).to.include({ code: 'no-such-folder' });
    expect(await refusal(importRows([good], { out: tmpdir() }))).to.include({ code: 'not-a-file' });
    expect(await refusal(importRows([good], { file: '/' }))).to.include({ code: 'not-a-file' });
    await withFolder(async (folder) => {
      const file = join(folder, 'log');
      await writeFile(file, 'text,category\nx,y\n');
      const given = { file, out: file, map: shippedMap('banking77'), key: 'k' };
      expect(await refusal(importCallLog(given))).to.include({ code: 'same-file' });
    });
  });

  it('counts a row that is there twice as one conversation, and the reader drops what repeats', () =>
    withFolder(async (folder) => {
      const [file, map, out] = ['log', 'map', 'out'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      await writeFile(file, [smallHeader, good, good].join('\n'));
      await writeFile(map, smallMap);
      const report = await importCallLog({ file, map, out, key: 'k' });
      expect(report).to.include({ imported: 2, conversations: 1, events: 12 });
      const reader = new RecordingReader(out);
      const statuses: unknown[] = [];
      for await (const event of reader.events())
        if (event.type === 'agent.updated') statuses.push(event.status);
      expect(statuses).to.deep.equal(['IDLE', 'INTERACTING', 'IDLE', 'OFF_QUEUE']);
      expect(reader.summary().repeated).to.equal(4);
    }));
});

async function refusal(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    expect(error).to.be.instanceOf(ProblemError);
    return (error as ProblemError).problems[0]!;
  }
  throw new Error('was not refused');
}
