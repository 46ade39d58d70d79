import { expect } from 'chai';
import { cp, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ProblemError } from '../../../engine/problem.ts';
import { cachedEntries, cachedMoments } from '../../../harness/columns/entryCache.ts';
import { readEntries } from '../../../harness/columns/entryColumns.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { withFolder } from '../../folder.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';

/** A shorter recording than the shipped day: its first events, as many as told. */
async function shortDay(file: string, events: number): Promise<void> {
  const lines = gunzipSync(await readFile(day))
    .toString()
    .split('\n')
    .slice(0, events + 1);
  const end = JSON.stringify({ type: 'recording.end', events, excluded: {} });
  await writeFile(file, gzipSync(`${[...lines, end].join('\n')}\n`));
}

/** Counts how often the recording itself was read to its end. */
async function entriesCounting(recording: string, folder?: string) {
  let readings = 0;
  const onProgress = (fraction: number): void => void (readings += Number(fraction === 1));
  const entries = await cachedEntries(recording, { onProgress, ...(folder === undefined ? {} : { folder }) });
  return { entries, isRead: readings > 0 };
}

describe('entries kept beside a recording', () => {
  it('are read from it once, and are the same from then on', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await cp(day, recording);
      const direct = await readEntries(new RecordingReader(recording));
      const first = await entriesCounting(recording);
      const second = await entriesCounting(recording);
      expect([first.isRead, second.isRead]).to.deep.equal([true, false]);
      expect(first.entries).to.deep.equal(direct);
      expect(second.entries).to.deep.equal(direct);
      expect(await readdir(join(folder, '.signalbox'))).to.include(`${direct.recordingHash}.entries`);
    }));

  it('are read as far as asked for, and without whose they are when that does not matter', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await shortDay(recording, 3000);
      const whole = await cachedEntries(recording);
      const facts = ['intent', 'utterance', 'agentStatus'];
      const some = await cachedEntries(recording, { facts });
      expect([...some.facts.columns.keys()].sort()).to.deep.equal(['intent', 'utterance']);
      for (const [fact, column] of some.facts.columns) expect(column).to.deep.equal(whole.facts.column(fact));
      const { conversation, at, queue } = whole;
      expect(some).to.deep.include({ conversation, at, queue });
      const { facts: read, ...rest } = await cachedMoments(recording, { facts });
      expect(read).to.deep.equal(some.facts);
      expect(rest).to.deep.equal({ queue, carried: whole.carried });
      expect((await cachedMoments(recording)).facts).to.deep.equal(whole.facts);
    }));

  it('are made again when the recording changes, and the old ones go', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      const kept = join(folder, 'kept');
      await shortDay(recording, 3000);
      const before = await entriesCounting(recording, kept);
      await shortDay(recording, 4000);
      const after = await entriesCounting(recording, kept);
      expect(after.isRead).to.equal(true);
      expect(after.entries.facts.rows).to.be.above(before.entries.facts.rows);
      expect(after.entries).to.deep.equal(await readEntries(new RecordingReader(recording)));
      expect((await readdir(kept)).filter((name) => name.endsWith('.entries'))).to.deep.equal([
        `${after.entries.recordingHash}.entries`,
      ]);
    }));

  it('are still good when the recording was only touched or packed anew', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await shortDay(recording, 3000);
      await entriesCounting(recording);
      await utimes(recording, 1, 1);
      expect((await entriesCounting(recording)).isRead).to.equal(false);
      await writeFile(recording, gzipSync(gunzipSync(await readFile(recording)), { level: 1 }));
      expect((await entriesCounting(recording)).isRead).to.equal(false);
    }));

  it('are made again when they are damaged', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await shortDay(recording, 3000);
      const { entries } = await entriesCounting(recording);
      for (const name of await readdir(join(folder, '.signalbox'))) {
        const file = join(folder, '.signalbox', name);
        await writeFile(file, (await readFile(file)).subarray(0, -1));
      }
      const mended = await entriesCounting(recording);
      expect(mended.isRead).to.equal(true);
      expect(mended.entries).to.deep.equal(entries);
      expect((await entriesCounting(recording)).isRead).to.equal(false);
    }));

  it('are not kept, but read all the same, where nothing can be written', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await shortDay(recording, 3000);
      const notAFolder = join(folder, 'file');
      await writeFile(notAFolder, '');
      const { entries } = await entriesCounting(recording, notAFolder);
      expect(entries.facts.rows).to.be.above(0);
      expect((await stat(notAFolder)).size).to.equal(0);
    }));

  it('are refused of a recording that is not there or is wrong', () =>
    withFolder(async (folder) => {
      const codeOf = (file: string): Promise<string | undefined> =>
        cachedEntries(join(folder, file)).then(
          () => undefined,
          (error: unknown) => (error as ProblemError).problems[0]!.code,
        );
      await writeFile(join(folder, 'bad.ndjson'), '{}\n');
      await writeFile(join(folder, 'bad.ndjson.gz'), 'not gzip');
      expect(await codeOf('none.ndjson')).to.equal('no-such-file');
      expect(await codeOf('bad.ndjson')).to.equal('not-a-recording');
      expect(await codeOf('bad.ndjson.gz')).to.equal('damaged');
      expect(await readdir(folder)).to.have.members(['bad.ndjson', 'bad.ndjson.gz']);
    }));
});
