import { expect } from 'chai';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProblemError } from '../../../engine/problem.ts';
import {
  readColumnFile,
  writeColumnFile,
  type ColumnTable,
  type KeptColumn,
} from '../../../harness/columns/columnFile.ts';
import { TextColumnBuilder } from '../../../harness/columns/textColumn.ts';
import { anyFacts } from '../../engine/conditions/arbitraries.ts';
import { withFolder } from '../../folder.ts';
import { columnsOf } from './columnsOf.ts';

const hash = 'a'.repeat(64);

const tableOf = (many: Parameters<typeof columnsOf>[0]): ColumnTable => {
  const { rows, columns } = columnsOf(many);
  const texts = new TextColumnBuilder();
  for (const { utterance } of many) texts.append((utterance as string | undefined) ?? '');
  return {
    recordingHash: hash,
    rows,
    carried: ['intent'],
    columns: new Map<string, KeptColumn>([...columns, [':texts', texts.finish()]]),
  };
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

  it('gives the columns asked for, whatever became of the others', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'columns');
      await writeColumnFile(file, some);
      const whole = await readFile(file);
      // The texts come last.
      whole[whole.length - 1]! ^= 1;
      await writeFile(file, whole);
      expect(await problemOf(file)).to.equal('damaged');
      const { columns } = await readColumnFile(file, hash, (name) => name === 'waitSeconds');
      expect([...columns]).to.deep.equal([['waitSeconds', some.columns.get('waitSeconds')]]);
      expect((await readColumnFile(file, hash, () => false)).columns.size).to.equal(0);
    }));

  it('is refused when the recording was checked by other rules', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'columns');
      await writeColumnFile(file, some);
      const other = await readFile(file);
      const length = other.readUInt32LE(12);
      const end = 24 + Math.ceil(length / 8) * 8;
      const header = JSON.parse(other.toString('utf8', 24, 24 + length)) as { checks: string };
      header.checks = 'c'.repeat(64);
      other.write(JSON.stringify(header), 24);
      createHash('sha256').update(other.subarray(0, end)).digest().copy(other, end);
      await writeFile(file, other);
      expect(await problemOf(file)).to.equal('other-checks');
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
