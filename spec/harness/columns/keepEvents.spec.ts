import { expect } from 'chai';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { ProblemError, type Problem } from '../../../engine/problem.ts';
import { cachedEvents } from '../../../harness/columns/eventCache.ts';
import { keepEvents } from '../../../harness/columns/keepEvents.ts';
import { parseAlone, segmentsAfter } from '../../../harness/columns/parsedBlock.ts';
import { eventsOf } from '../../../harness/columns/segmentEvents.ts';
import { BlockParser, readHeader } from '../../../harness/recording/blockParser.ts';
import { Blocks } from '../../../harness/recording/blocks.ts';
import { summaryOf } from '../../../harness/recording/course.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { eventLine } from '../../../harness/recording/write.ts';
import { withFolder } from '../../folder.ts';
import { events, header } from '../recording/arbitraries.ts';
import { sourceOf } from '../recording/reading.ts';
import { mutatedLines } from '../recording/scan/mutatedLines.ts';

const name = 'r.ndjson';
const start = Date.UTC(2026, 2, 2, 12, 50);

/** Few short events at few moments, so that blocks end in the midst of moments, and events repeat. */
const crowded = fc
  .array(
    fc.record({
      after: fc.constantFrom(0, 0, 0, 1, 2),
      conversation: fc.constantFrom('c-1', 'c-2'),
      type: fc.constantFrom('conversation.ended', 'conversation.abandoned'),
      spelling: fc.constantFrom('usual', 'usual', 'usual', 'seconds', 'spaced', 'last', 'twice'),
    }),
    { maxLength: 40 },
  )
  .map((some) => {
    let at = start;
    return some.map(({ after, spelling, ...rest }) => {
      at += after * 500;
      return spelt(eventLine({ at, ...rest }), spelling);
    });
  });

/** The same event, in other words. */
function spelt(line: string, spelling: string): string {
  const at = /^\{("at":"[^"]*"),/.exec(line)![1]!;
  switch (spelling) {
    case 'seconds':
      return line.replace('.000Z', 'Z').replace('.500Z', '.5Z');
    case 'spaced':
      return line.replace('{', '{ ');
    case 'last':
      return `{${line.slice(at.length + 2, -1)},${at}}`;
    // Of a key that is there twice, the last counts.
    case 'twice':
      return line.replace(at, `"at":"2026-03-02T12:49:59.000Z",${at}`);
    default:
      return line;
  }
}

const various = fc
  .array(events, { maxLength: 8 })
  .map((some) => some.sort((one, other) => one.at - other.at).map(eventLine));
const ended = (count: number): string =>
  JSON.stringify({ type: 'recording.end', events: count, excluded: {} });

/** Recordings right and wrong: lines spoilt, out of order or behind the end, or an end that counts others. */
const recordings: fc.Arbitrary<Buffer> = fc
  .record({
    before: fc.oneof(crowded, various),
    spoilt: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, mutatedLines, various),
    after: fc.oneof(fc.constant([]), crowded),
    behind: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, crowded, mutatedLines),
    more: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.constantFrom(-1, 1)),
    cut: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 60 })),
  })
  .map(({ before, spoilt, after, behind, more, cut }) => {
    const some: (string | Uint8Array)[] = [...before, ...spoilt, ...after];
    const all = [JSON.stringify(header), ...some, ended(Math.max(0, some.length + more)), ...behind];
    const bytes = Buffer.concat(all.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')]));
    return bytes.subarray(0, bytes.length - cut);
  });
const blockBytes = fc.integer({ min: 1, max: 200 });

/** What is wrong, or what came of it. */
async function outcomeOf<Result>(work: () => Promise<Result>): Promise<Result | Problem> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems[0]!;
    throw error;
  }
}

const read = (bytes: Buffer) =>
  outcomeOf(async () => {
    const reader = new RecordingReader(name, sourceOf(bytes, [bytes.length]));
    return { events: await Array.fromAsync(reader.events()), summary: reader.summary() };
  });

/** Reads a recording block by block, each for itself, as threads do. @returns undefined when that is not possible. */
const readApart = (bytes: Buffer, usual: number) =>
  outcomeOf(async () => {
    const blocks = new Blocks(name, sourceOf(bytes, [bytes.length]), usual);
    const first = await readHeader(name, blocks);
    const [whole, alone] = [new BlockParser(name, first), new BlockParser(name, first)];
    const read: RoutingEvent[] = [];
    for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) {
      const memory = block.bytes.buffer as ArrayBuffer;
      const segments = segmentsAfter(whole, parseAlone(alone, { memory, length: block.length }));
      if (segments === undefined) return undefined;
      for (const segment of segments) read.push(...eventsOf(segment));
      blocks.giveBack(block.bytes);
    }
    const hash = blocks.end(whole.course.lines);
    return { events: read, summary: summaryOf(name, first, whole.course, hash) };
  });

/** What is kept of a recording, by the name of the file; the stamp tells times and is left out. */
async function keptIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).filter((file) => !file.endsWith('.stamp'));
  const contents = names.map(async (file) => [file, await readFile(join(folder, file), 'latin1')] as const);
  return new Map(await Promise.all(contents));
}

/** Keeps the events of a recording on so many threads. @returns what is then kept, or what is wrong. */
const keep = (recording: string, threads: number, usual?: number) =>
  outcomeOf(async () => {
    const folder = `${recording}.${threads}`;
    await mkdir(folder, { recursive: true });
    const sized = usual === undefined ? {} : { blockBytes: usual };
    try {
      await keepEvents(recording, { threads, folder, ...sized });
    } catch (error) {
      expect(await readdir(folder)).to.deep.equal([]);
      throw error;
    }
    return keptIn(folder);
  });

/** How many worker threads it takes to do this. */
async function threadsStartedBy(work: () => Promise<unknown>): Promise<number> {
  let threads = 0;
  const count = (): void => void threads++;
  process.on('worker', count);
  await work();
  process.off('worker', count);
  return threads;
}

describe('a recording parsed in parts', () => {
  it('holds the same events, and is wrong in the same way, as when it is parsed in one go', async () => {
    let [apart, problems] = [0, 0];
    await fc.assert(
      fc.asyncProperty(recordings, blockBytes, async (bytes, usual) => {
        const inOneGo = await read(bytes);
        const inParts = await readApart(bytes, usual);
        if (inParts === undefined) return;
        apart++;
        if ('code' in inParts) problems++;
        expect(inParts).to.deep.equal(inOneGo);
      }),
      { numRuns: Math.max(300, Number(process.env['SIGNALBOX_RUNS'] ?? 0) / 4) },
    );
    expect(apart).to.be.above(100);
    expect(problems).to.be.within(30, apart - 30);
  });
});

describe('events kept by several threads', () => {
  it('are the same to the last byte whatever the number of threads, and refused for the same reason', () =>
    withFolder(async (folder) => {
      const recording = join(folder, name);
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          recordings,
          blockBytes,
          fc.integer({ min: 2, max: 4 }),
          async (bytes, usual, threads) => {
            const file = `${recording}.${run++}`;
            await writeFile(file, bytes);
            const one = await keep(file, 1, usual);
            expect(await keep(file, threads, usual)).to.deep.equal(one);
            const inOneGo = await read(bytes);
            if ('code' in inOneGo) expect(one).to.deep.equal({ ...inOneGo, file });
          },
        ),
        { numRuns: 40 },
      );
    }));

  it('are those of a whole day, packed or not, read from where they are kept', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await cp('fixtures/retail-bank-day.ndjson.gz', recording);
      const reader = new RecordingReader(recording);
      const plain = await Array.fromAsync(reader.events());
      const told: number[] = [];
      const onProgress = (far: number): void => void told.push(far);
      const threads = await threadsStartedBy(() =>
        keepEvents(recording, { threads: 2, blockBytes: 50_000, onProgress }),
      );
      expect(threads).to.equal(2);
      const kept = await keptIn(join(folder, '.signalbox'));
      expect([...kept.keys()]).to.deep.equal([`${reader.summary().hash}.events`]);
      expect(told.length).to.be.above(4);
      expect(told.at(-1)).to.equal(1);
      expect(told).to.deep.equal(told.toSorted((one, other) => one - other));
      const recorded = await cachedEvents(recording);
      expect(await Array.fromAsync(recorded.batches()).then((some) => some.flat())).to.deep.equal(plain);
      expect(recorded.summary()).to.deep.equal(reader.summary());
      await keepEvents(recording, { threads: 2 });
      expect(await keptIn(join(folder, '.signalbox'))).to.deep.equal(kept);
      expect(await keep(recording, 1, 50_000)).to.deep.equal(kept);
      expect(await keep(recording, 3, 50_000)).to.deep.equal(kept);
    }));

  it('are made again when the recording is another', () =>
    withFolder(async (folder) => {
      const recording = join(folder, name);
      for (const conversation of ['c-1', 'c-2']) {
        const line = eventLine({ at: start, type: 'conversation.ended', conversation });
        await writeFile(recording, [JSON.stringify(header), line, ended(1), ''].join('\n'));
        await keepEvents(recording, { threads: 2 });
        const read = await Array.fromAsync((await cachedEvents(recording)).batches());
        expect(read.flat()).to.deep.equal([{ at: start, type: 'conversation.ended', conversation }]);
        expect((await keptIn(join(folder, '.signalbox'))).size).to.equal(1);
      }
    }));

  it('are refused of a packed recording that is damaged, naming the line', () =>
    withFolder(async (folder) => {
      const packed = await readFile('fixtures/retail-bank-day.ndjson.gz');
      for (const [bytes, code] of [
        [packed.subarray(0, -30_000), 'cut-off'],
        [gunzipSync(packed), 'damaged'],
        [gzipSync(''), 'empty'],
      ] as const) {
        const recording = join(folder, `${code}.ndjson.gz`);
        await writeFile(recording, bytes);
        const one = await keep(recording, 1, 20_000);
        expect(one).to.include({ code });
        expect(await keep(recording, 2, 20_000)).to.deep.equal(one);
      }
      expect(await keep(join(folder, 'none'), 2)).to.include({ code: 'no-such-file' });
    }));

  it('are none, and the recording is read all the same, where nothing can be written', () =>
    withFolder(async (folder) => {
      const recording = join(folder, name);
      await writeFile(join(folder, 'file'), '');
      for (const [count, code] of [
        [0, undefined],
        [1, 'count'],
      ] as const) {
        await writeFile(recording, [JSON.stringify(header), ended(count), ''].join('\n'));
        const kept = keepEvents(recording, { threads: 2, folder: join(folder, 'file') });
        expect(((await outcomeOf(() => kept)) as Problem | undefined)?.code).to.equal(code);
      }
    }));

  it('need no code made from text, and leave no thread behind when they are refused or given up', () =>
    withFolder(async (folder) => {
      const recording = join(folder, name);
      const line = (at: number) => eventLine({ at, type: 'conversation.ended', conversation: 'c' });
      const lines = Array.from({ length: 1000 }, (_, index) => line(start + index));
      await writeFile(recording, [JSON.stringify(header), ...lines, line(0), ended(1001), ''].join('\n'));
      const module = pathToFileURL(resolve('harness/columns/keepEvents.ts')).href;
      const script = `
        import { keepEvents } from ${JSON.stringify(module)};
        const options = { threads: 2, blockBytes: 2000 };
        const keep = (more) => keepEvents(${JSON.stringify(recording)}, { ...options, ...more });
        await keep({}).catch((error) => console.log(error.problems[0].code));
        await keep({ onProgress() { throw new Error('given up'); } }).catch((error) => console.log(error.message));`;
      const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script];
      const { stdout } = await promisify(execFile)(process.execPath, flags);
      expect(stdout).to.equal('time-runs-backwards\ngiven up\n');
      expect(await readdir(join(folder, '.signalbox'))).to.deep.equal([]);
    }));
});
