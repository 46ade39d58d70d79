import { expect } from 'chai';
import fc from 'fast-check';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProblemError } from '../../../engine/problem.ts';
import { readColumnFile, writeColumnFile, type ColumnTable } from '../../../harness/columns/columnFile.ts';
import { anyFacts } from '../../engine/conditions/arbitraries.ts';
import { withFolder } from '../../folder.ts';
import { columnsOf } from './columnsOf.ts';

const hash = 'a'.repeat(64);

const tableOf = (many: Parameters<typeof columnsOf>[0]): ColumnTable => {
  const { rows, columns } = columnsOf(many);
  return { recordingHash: hash, rows, carried: ['intent'], columns };
};
const some = tableOf([
  { waitSeconds: 1.5, utterance: 'Straße \ud800', requiredSkills: ['b', 'a'], queueOpen: true },
  { utterance: '退款' },
  { waitSeconds: 0 },
]);

async function problemOf(file: string, recordingHash = hash): Promise<string> {
  try {
    await readColumnFile(file, recordingHash);
    return 'none';
  } catch (error) {
    return (error as ProblemError).problems[0]!.code;
  }
}

describe('a file of columns', () => {
  it('gives back what was written, and leaves nothing else behind', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'columns');
      await fc.assert(
        fc.asyncProperty(fc.array(anyFacts), async (many) => {
          const table = tableOf(many);
          await writeColumnFile(file, table);
          expect(await readColumnFile(file, hash)).to.deep.equal(table);
        }),
        { numRuns: 200 },
      );
      await writeColumnFile(file, some);
      expect(await readColumnFile(file, hash)).to.deep.equal(some);
      expect(await readdir(folder)).to.deep.equal(['columns']);
    }));

  it('is refused when it is cut off anywhere', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'columns');
      await writeColumnFile(file, some);
      const whole = await readFile(file);
      for (let length = 0; length < whole.length; length++) {
        await writeFile(file, whole.subarray(0, length));
        expect(await problemOf(file), String(length)).to.equal(length === 0 ? 'not-columns' : 'cut-off');
      }
    }));

  it('is refused when any byte of it is another', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'columns');
      await writeColumnFile(file, some);
      const whole = await readFile(file);
      for (let place = 0; place < whole.length; place++) {
        const spoilt = Buffer.from(whole);
        spoilt[place]! ^= 1 << (place % 8);
        await writeFile(file, spoilt);
        const code = await problemOf(file);
        if (place < 8) expect(code).to.equal('not-columns');
        else if (place < 12) expect(code).to.equal('version');
        else if (place < 24) expect(code).to.be.oneOf(['damaged', 'cut-off']);
        else expect(code).to.equal('damaged');
      }
    }));

  it('is refused when it was made from another recording, or is not there', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'columns');
      expect(await problemOf(file)).to.equal('no-such-file');
      await writeColumnFile(file, some);
      expect(await problemOf(file, 'b'.repeat(64))).to.equal('other-recording');
    }));

  it('cannot be written where there is no folder', () =>
    withFolder(async (folder) => {
      const written = await writeColumnFile(join(folder, 'none', 'columns'), some).catch(
        (error: unknown) => error,
      );
      expect((written as ProblemError).problems[0]!.code).to.equal('no-such-folder');
    }));
});
