import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { cp, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { ProblemError } from '../../../engine/problem.ts';
import { cachedEntries } from '../../../harness/columns/entryCache.ts';
import { cachedEvents, type RecordedEvents } from '../../../harness/columns/eventCache.ts';
import type { RecordingHeader } from '../../../harness/recording/format.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { eventLine, writeRecording } from '../../../harness/recording/write.ts';
import { decisionLine } from '../../../engine/decisions/decisionLog.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { withFolder } from '../../folder.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';
const header: RecordingHeader = {
  signalbox: 'recording',
  version: 1,
  name: 'spec',
  facts: ['intent'],
  source: 'made for this spec',
};
const ended = (index: number): RoutingEvent => ({
  at: index,
  type: 'conversation.ended',
  conversation: `c-${index}`,
});
const range = (from: number, to: number): readonly RoutingEvent[] =>
  Array.from({ length: to - from }, (_, index) => ended(from + index));
const write = (file: string, events: readonly RoutingEvent[]): Promise<unknown> =>
  writeRecording(file, header, events.map(eventLine), () => ({ phantom: 2 }));

async function readAll(recorded: RecordedEvents) {
  const first = await recorded.header();
  const events: RoutingEvent[] = [];
  for await (const batch of recorded.batches()) events.push(...batch);
  return { header: first, events, summary: recorded.summary() };
}
const readCached = async (recording: string) => readAll(await cachedEvents(recording));
const readPlain = (recording: string) => readAll(new RecordingReader(recording));

/**
 * Reads a recording's events in a process of its own.
 * @param most how large a file that process may write, in blocks of 512 bytes.
 * @returns how many events it read.
 */
async function readElsewhere(recording: string, most?: number): Promise<string> {
  const module = pathToFileURL(resolve('harness/columns/eventCache.ts')).href;
  const script = `
    import { cachedEvents } from ${JSON.stringify(module)};
    const recorded = await cachedEvents(${JSON.stringify(recording)});
    let events = 0;
    for await (const batch of recorded.batches()) events += batch.length;
    console.log(events);`;
  const limit = most === undefined ? '' : `ulimit -f ${most}; `;
  const command = ['-c', `${limit}exec "$0" --input-type=module -e "$1"`, process.execPath, script];
  return (await promisify(execFile)('sh', command)).stdout.trim();
}

/** The file of events kept beside recordings in a folder. It is another file whenever it was made again. */
async function keptIn(folder: string): Promise<{ file: string; inode: number }> {
  const kept = (await readdir(join(folder, '.signalbox'))).filter((name) => name.endsWith('.events'));
  expect(kept.length).to.equal(1);
  const file = join(folder, '.signalbox', kept[0]!);
  return { file, inode: (await stat(file)).ino };
}

describe('events kept beside a recording', () => {
  it('are those of the recording, the first time and from then on', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await cp(day, recording);
      const plain = await readPlain(recording);
      expect(await readCached(recording)).to.deep.equal(plain);
      const made = await keptIn(folder);
      expect(await readCached(recording)).to.deep.equal(plain);
      expect(await keptIn(folder)).to.deep.equal(made);
      expect(made.file).to.equal(join(folder, '.signalbox', `${plain.summary.hash}.events`));
    }));

  it('are the same to the last byte, however the recording is packed, in as many segments as it takes', () =>
    withFolder(async (folder) => {
      const kept: Buffer[] = [];
      for (const name of ['a.ndjson', 'b.ndjson.gz']) {
        await mkdir(join(folder, name));
        await write(join(folder, name, name), range(0, 70_000));
        await readCached(join(folder, name, name));
        kept.push(await readFile((await keptIn(join(folder, name))).file));
        expect((await readCached(join(folder, name, name))).events).to.deep.equal(range(0, 70_000));
      }
      expect(kept[0]!.equals(kept[1]!)).to.equal(true);
    }));

  it('make a replay decide the same, byte for byte', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await cp(day, recording);
      const { policy } = await requirePolicy('rules/retail-bank');
      const { policy: against } = await requirePolicy('rules/retail-bank-previous');
      const decide = async (recorded?: RecordedEvents) => {
        const log: string[] = [];
        const result = await replay({
          recording,
          policy,
          against,
          onRuling: (ruling) => void log.push(decisionLine(ruling.record())),
          ...(recorded === undefined ? {} : { recorded }),
        });
        return { log: log.join('\n'), result };
      };
      const plain = await decide();
      await readCached(recording);
      const { inode } = await keptIn(folder);
      const kept = await decide(await cachedEvents(recording));
      expect(plain.log.length).to.be.above(1e6);
      expect(kept.log === plain.log).to.equal(true);
      expect(kept.result).to.deep.equal(plain.result);
      expect((await keptIn(folder)).inode).to.equal(inode);
    }));

  it('serve the moments at which skills are decided too, so that a recording is parsed once', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await cp(day, recording);
      const entries = await cachedEntries(recording);
      const { file, inode } = await keptIn(folder);
      await readCached(recording);
      await writeFile(join(folder, '.signalbox', `${entries.recordingHash}.entries`), 'spoilt');
      expect(await cachedEntries(recording)).to.deep.equal(entries);
      expect(await keptIn(folder)).to.deep.equal({ file, inode });
    }));

  for (const [when, later] of [
    ['at once', 0],
    ['later', 10_000],
  ] as const) {
    it(`are made again when the recording is another, though size and time are as before, ${when}`, () =>
      withFolder(async (folder) => {
        const recording = join(folder, 'r.ndjson');
        const options = { now: () => Date.now() + later };
        const read = async () => readAll(await cachedEvents(recording, options));
        for (const first of [1000, 2000, 1000]) {
          const size = (await stat(recording).catch(() => undefined))?.size;
          await write(recording, range(first, first + 500));
          await utimes(recording, 1, 1);
          if (size !== undefined) expect((await stat(recording)).size).to.equal(size);
          for (let time = 0; time < 2; time++)
            expect((await read()).events).to.deep.equal(range(first, first + 500));
          await keptIn(folder);
        }
      }));
  }

  it('are not hashed again while the file system says that nothing changed', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'r.ndjson');
      await write(recording, range(0, 10));
      const options = { now: () => Date.now() + 10_000 };
      const { summary } = await readAll(await cachedEvents(recording, options));
      const kept = join(folder, '.signalbox');
      const stamp = join(
        kept,
        (await readdir(kept)).find((name) => name.endsWith('.stamp'))!,
      );
      // Who asks the content finds the events kept; who believes the stamp makes them again.
      const { inode } = await keptIn(folder);
      await writeFile(stamp, (await readFile(stamp, 'utf8')).replace(summary.hash, 'b'.repeat(64)));
      await readAll(await cachedEvents(recording, options));
      expect((await keptIn(folder)).inode).to.not.equal(inode);
      expect(JSON.parse(await readFile(stamp, 'utf8'))).to.include({ hash: summary.hash });
      await write(recording, range(0, 11));
      await readAll(await cachedEvents(recording, { now: () => Date.now() - 60_000 }));
      expect(JSON.parse(await readFile(stamp, 'utf8'))).to.have.all.keys('hash');
    }));

  it('are made again when they are damaged, cut off, foreign or of another version', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'r.ndjson');
      await write(recording, range(0, 5));
      const plain = await readCached(recording);
      const { file } = await keptIn(folder);
      const whole = await readFile(file);
      const spoilt = [Buffer.alloc(0), Buffer.from('foreign'), whole.subarray(0, -1)];
      for (let place = 0; place < whole.length; place += 5) {
        const flipped = Buffer.from(whole);
        flipped[place]! ^= 1 << (place % 8);
        spoilt.push(flipped);
      }
      for (const bytes of spoilt) {
        await writeFile(file, bytes);
        expect(await readCached(recording)).to.deep.equal(plain);
        expect((await readFile(file)).equals(whole)).to.equal(true);
      }
    }));

  it('are read on from the recording where they turn out damaged', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'r.ndjson');
      await write(recording, range(0, 70_000));
      const plain = await readCached(recording);
      const { file } = await keptIn(folder);
      const whole = await readFile(file);
      const spoilt = Buffer.from(whole);
      // In the second segment, which begins behind the first one's 65,536 events.
      spoilt[whole.length - 20_000]! ^= 1;
      await writeFile(file, spoilt);
      expect(await readCached(recording)).to.deep.equal(plain);
      expect((await readFile(file)).equals(whole)).to.equal(true);
      await writeFile(file, spoilt);
      const recorded = await cachedEvents(recording);
      await write(recording, range(100_000, 170_000));
      const failed = await readAll(recorded).catch((error: unknown) => error);
      expect((failed as ProblemError).problems[0]!.code).to.equal('changed');
    }));

  it('are not kept when reading stops early, or the recording is wrong', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'r.ndjson');
      await write(recording, range(0, 70_000));
      for await (const batch of (await cachedEvents(recording)).batches()) if (batch.length > 0) break;
      const lines = (await readFile(recording, 'utf8')).split('\n');
      await writeFile(recording, lines.slice(0, -2).join('\n') + '\n');
      const [plain, cached] = await Promise.all(
        [readPlain, readCached].map((read) => read(recording).catch((error: unknown) => error)),
      );
      expect((plain as ProblemError).problems[0]!.code).to.equal('cut-off');
      expect((cached as ProblemError).problems).to.deep.equal((plain as ProblemError).problems);
      expect(await readdir(join(folder, '.signalbox'))).to.deep.equal([]);
    }));

  it('are not kept, but read all the same, where nothing can be written', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'r.ndjson');
      await write(recording, range(0, 10));
      const notAFolder = join(folder, 'file');
      await writeFile(notAFolder, '');
      for (const kept of [notAFolder, join(notAFolder, 'in')]) {
        const recorded = await cachedEvents(recording, { folder: kept });
        expect((await readAll(recorded)).events).to.deep.equal(range(0, 10));
      }
      expect((await readdir(folder)).toSorted()).to.deep.equal(['file', 'r.ndjson']);
    }));

  it('are not kept, but read all the same, where there is no room for them', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'r.ndjson');
      await write(recording, range(0, 70_000));
      for (const most of [0, 100, 3000]) {
        expect(await readElsewhere(recording, most)).to.equal('70000');
        const names = await readdir(join(folder, '.signalbox'));
        expect(names.filter((name) => !name.endsWith('.stamp'))).to.deep.equal([]);
      }
    }));

  it('are kept whole when several processes read at once', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'r.ndjson');
      await write(recording, range(0, 70_000));
      const run = () => readElsewhere(recording);
      const runs = await Promise.all([run(), run(), readCached(recording), readCached(recording)]);
      expect(runs.slice(0, 2)).to.deep.equal(['70000', '70000']);
      expect(runs[2].events).to.deep.equal(runs[3].events);
      const { file } = await keptIn(folder);
      const whole = await readFile(file);
      await readCached(recording);
      expect((await readFile(file)).equals(whole)).to.equal(true);
      const names = await readdir(join(folder, '.signalbox'));
      expect(names.filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
    }));

  it('are not kept of a pipe, which is read once', () =>
    withFolder(async (folder) => {
      const [recording, pipe] = [join(folder, 'r.ndjson'), join(folder, 'pipe')];
      await write(recording, range(0, 10));
      await promisify(execFile)('mkfifo', [pipe]);
      createReadStream(recording).pipe(createWriteStream(pipe));
      expect((await readCached(pipe)).events).to.deep.equal(range(0, 10));
      expect((await readdir(folder)).toSorted()).to.deep.equal(['pipe', 'r.ndjson']);
    }));

  it('are refused of a recording that is not there or is wrong', () =>
    withFolder(async (folder) => {
      const codeOf = (file: string): Promise<string | undefined> =>
        readCached(join(folder, file)).then(
          () => undefined,
          (error: unknown) => (error as ProblemError).problems[0]!.code,
        );
      await writeFile(join(folder, 'bad.ndjson'), '{}\n');
      await writeFile(join(folder, 'bad.ndjson.gz'), gzipSync('{}\n').subarray(0, -2));
      expect(await codeOf('none.ndjson')).to.equal('no-such-file');
      expect(await codeOf('bad.ndjson')).to.equal('not-a-recording');
      expect(await codeOf('bad.ndjson.gz')).to.be.oneOf(['cut-off', 'not-a-recording']);
      expect(await codeOf('.')).to.equal('not-a-file');
    }));
});
