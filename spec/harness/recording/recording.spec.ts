import { expect } from 'chai';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { ProblemError } from '../../../engine/problem.ts';
import { recordingVersion, type RecordingHeader } from '../../../harness/recording/format.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { formatUtc, parseUtc } from '../../../harness/recording/time.ts';
import { eventLine, writeRecording } from '../../../harness/recording/write.ts';
import { withFolder } from '../../folder.ts';

const header: RecordingHeader = {
  signalbox: 'recording',
  version: recordingVersion,
  name: 'spec',
  facts: ['mediaType', 'intent'],
  source: 'made for this spec',
};
const events: readonly RoutingEvent[] = [
  {
    type: 'conversation.started',
    at: 1000,
    conversation: 'c-1',
    mediaType: 'voice',
    facts: { intent: 'card' },
  },
  { type: 'conversation.queued', at: 2000, conversation: 'c-1', queue: 'Cards' },
  { type: 'conversation.answered', at: 2000, conversation: 'c-1', agent: null },
  {
    type: 'agent.updated',
    at: 3000,
    agent: 'a',
    status: 'IDLE',
    skills: { Cards: 5 },
    csat: 4,
    csatSurveys: 2,
  },
];

async function readAll(
  file: string,
): Promise<{ events: RoutingEvent[]; repeated: number; hash: string; excluded: object }> {
  const reader = new RecordingReader(file);
  const read = await Array.fromAsync(reader.events());
  const { repeated, hash, excluded } = reader.summary();
  return { events: read, repeated, hash, excluded };
}

/** A recording written by hand: header, these lines, and the end unless told otherwise. */
async function problemOf(folder: string, lines: readonly string[], end = true): Promise<string> {
  const file = join(folder, 'r.ndjson');
  const last = JSON.stringify({ type: 'recording.end', events: lines.length, excluded: {} });
  await writeFile(file, `${[JSON.stringify(header), ...lines, ...(end ? [last] : [])].join('\n')}\n`);
  try {
    await readAll(file);
    return 'none';
  } catch (error) {
    const [problem] = (error as ProblemError).problems;
    return `${problem!.code} ${problem!.line ?? ''}`.trim();
  }
}

describe('a recording', () => {
  for (const name of ['plain.ndjson', 'packed.ndjson.gz']) {
    it(`comes back as it was written: ${name}`, () =>
      withFolder(async (folder) => {
        const file = join(folder, name);
        await writeRecording(file, header, events.map(eventLine), () => ({ phantom: 3 }));
        const read = await readAll(file);
        expect(read.events).to.deep.equal(events);
        expect(read.excluded).to.deep.equal({ phantom: 3 });
        expect(await readdir(folder)).to.deep.equal([name]);
      }));
  }

  it('has one hash, packed or not', () =>
    withFolder(async (folder) => {
      const [plain, packed] = [join(folder, 'r.ndjson'), join(folder, 'r.ndjson.gz')];
      for (const file of [plain, packed])
        await writeRecording(file, header, events.map(eventLine), () => ({}));
      expect((await readAll(packed)).hash).to.equal((await readAll(plain)).hash);
      expect(gunzipSync(await readFile(packed)).equals(await readFile(plain))).to.equal(true);
    }));

  it('drops events that repeat, wherever among those of their moment, and counts them', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'r.ndjson');
      const twice = [0, 1, 2, 1, 2, 3, 3].map((index) => eventLine(events[index]!));
      await writeRecording(file, header, twice, () => ({}));
      const read = await readAll(file);
      expect(read.events).to.deep.equal(events);
      expect(read.repeated).to.equal(3);
    }));

  it('is refused where it is wrong, naming the line', () =>
    withFolder(async (folder) => {
      const good = events.map(eventLine);
      const line = (more: object): string =>
        JSON.stringify({ at: formatUtc(9000), conversation: 'c', ...more });
      const wrong: readonly [readonly string[], string][] = [
        [[...good, good[0]!], 'time-runs-backwards 6'],
        [[good[0]!, '{"at":'], 'not-json 3'],
        [['[]'], 'not-an-object 2'],
        [[line({ type: 'conversation.quueued' })], 'unknown-event 2'],
        [[line({ type: 'conversation.queued' })], 'bad-line 2'],
        [[line({ type: 'conversation.ended', extra: 1 })], 'bad-line 2'],
        [[line({ type: 'conversation.facts', facts: { intnet: 'x' } })], 'unknown-fact 2'],
        [[line({ type: 'conversation.facts', facts: { priority: 'high' } })], 'undeclared-fact 2'],
        [[line({ type: 'conversation.facts', facts: { intent: 4 } })], 'bad-fact 2'],
        [[line({ type: 'conversation.ended', at: '2021-04-2T15:30:51.418Z' })], 'bad-time 2'],
        [[''], 'not-json 2'],
        [[...good, '{"type":"recording.end","events":4,"excluded":{}}', good[3]!], 'after-the-end 7'],
      ];
      for (const [lines, problem] of wrong)
        expect(await problemOf(folder, lines), lines.join()).to.equal(problem);
      expect(await problemOf(folder, good, false)).to.equal('cut-off');
    }));

  it('is not there at all when writing it failed', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'r.ndjson');
      await writeFile(file, 'what was there before');
      const failing = function* (): Generator<string> {
        yield eventLine(events[0]!);
        throw new Error('the source failed');
      };
      const failed = await writeRecording(file, header, failing(), () => ({})).catch(
        (error: Error) => error.message,
      );
      expect(failed).to.equal('the source failed');
      expect(await readdir(folder)).to.deep.equal(['r.ndjson']);
      expect(await readFile(file, 'utf8')).to.equal('what was there before');
    }));
});

describe('a moment in UTC', () => {
  it('is read to the millisecond, and written back the same', () => {
    for (const text of ['1999-02-01T07:02:47.000Z', '2024-02-29T23:59:59.999Z'])
      expect(formatUtc(parseUtc(text)!)).to.equal(text);
    expect(parseUtc('1999-02-01T07:02:47Z')).to.equal(parseUtc('1999-02-01T07:02:47.000Z'));
  });

  it('is refused in every broken form', () => {
    const broken = [
      '2021-04-2T15:30:51.418Z',
      '2021-02-31T00:00:00Z',
      '2021-13-01T00:00:00Z',
      '2021-01-01T24:00:00Z',
    ];
    broken.push(
      '2021-01-01T00:60:00Z',
      '2021-01-01 00:00:00Z',
      '2021-01-01T00:00:00',
      '2021-01-01',
      '1612137600',
      '',
      'NaN',
    );
    for (const text of broken) expect(parseUtc(text), text).to.equal(undefined);
  });
});
