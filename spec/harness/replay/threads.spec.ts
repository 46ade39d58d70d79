import { expect } from 'chai';
import fc from 'fast-check';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { allMoments } from '../../../engine/moments.ts';
import type { ProblemError } from '../../../engine/problem.ts';
import { runReplay } from '../../../harness/replay/runReplay.ts';
import { mergeLines } from '../../../harness/replay/threads/mergeLines.ts';
import { withFolder } from '../../folder.ts';
import { signalbox } from '../../signalbox.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';
const { policy } = await requirePolicy('rules/retail-bank');
const { policy: against } = await requirePolicy('rules/retail-bank-previous');

describe('a replay over several threads', () => {
  for (const moments of allMoments) {
    it(`finds and writes the same, byte for byte, however many there are: ${moments}`, () =>
      withFolder(async (folder) => {
        const recording = join(folder, 'day.ndjson.gz');
        await cp(day, recording);
        const run = async (threads: number) => {
          const [log, rulings] = [join(folder, `log-${threads}`), join(folder, `rulings-${threads}`)];
          const told: number[] = [];
          const result = await runReplay({
            recording,
            policy,
            against,
            log,
            rulings,
            threads,
            moments,
            cache: true,
            onProgress: (fraction) => void told.push(fraction),
          });
          expect(told.toSorted((a, b) => a - b)).to.deep.equal(told);
          expect(told.at(-1)).to.equal(1);
          return [result, await readFile(log, 'utf8'), await readFile(rulings, 'utf8')];
        };
        const one = await run(1);
        for (const threads of [2, 3]) expect(await run(threads)).to.deep.equal(one);
        expect(await readdir(folder)).to.include('.signalbox');
      })).timeout(60_000);
  }

  it('keeps nothing where nothing is to be kept', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'day.ndjson.gz');
      await cp(day, recording);
      const one = await runReplay({ recording, policy, threads: 1, cache: false });
      expect(await runReplay({ recording, policy, threads: 2, cache: false })).to.deep.equal(one);
      expect(await readdir(folder)).to.deep.equal(['day.ndjson.gz']);
    }));

  it('says what is wrong with a recording as one thread does, and leaves nothing half-written', () =>
    withFolder(async (folder) => {
      const lines = gunzipSync(await readFile(day))
        .toString()
        .split('\n');
      const recording = join(folder, 'wrong.ndjson');
      await writeFile(recording, lines.with(4000, '{"at":"yesterday"}').join('\n'));
      const problemsOf = async (threads: number): Promise<unknown> => {
        const rulings = join(folder, 'rulings');
        try {
          await runReplay({ recording, policy, threads, cache: true, rulings });
        } catch (error) {
          return (error as ProblemError).problems;
        }
        return [];
      };
      const problems = await problemsOf(1);
      expect(problems).to.have.length(1);
      expect(problems).to.have.nested.property('[0].line', 4001);
      expect(await problemsOf(2)).to.deep.equal(problems);
      expect((await readdir(folder)).filter((name) => name !== '.signalbox')).to.deep.equal(['wrong.ndjson']);
    }));

  it('is asked for in whole numbers', async () => {
    for (const threads of ['0', '-1', '1.5', 'two', '1000']) {
      const run = await signalbox(['replay', day, '--rules', 'rules/retail-bank', '--threads', threads]);
      expect([run.code, run.stderr.includes('a whole number from 1 to 64')]).to.deep.equal([2, true]);
    }
  });
});

describe('lines of several shares', () => {
  it('come together in the order of their decisions', () => {
    const line = fc.record({ place: fc.nat(20), text: fc.string({ maxLength: 5 }) });
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 1, max: 4 }), (lines, many) => {
        const ordered = lines.toSorted((a, b) => a.place - b.place);
        const shares = Array.from({ length: many }, (_, share) => {
          const own = ordered.filter(({ place }) => place % many === share);
          const texts = own.map(({ text }) => Buffer.from(`${text}\n`));
          const ends = texts.map((_, k) => Buffer.concat(texts.slice(0, k + 1)).length);
          return { bytes: Buffer.concat(texts), places: own.map(({ place }) => place), ends };
        });
        const expected = ordered.map(({ text }) => `${text}\n`).join('');
        expect(Buffer.from(mergeLines(shares)).toString()).to.equal(expected);
      }),
    );
  });
});
