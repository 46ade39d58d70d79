import { expect } from 'chai';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProblemError } from '../../../engine/problem.ts';
import { Blocks } from '../../../harness/recording/blocks.ts';
import { contentOf } from '../../../harness/recording/byteSource.ts';
import { withFolder } from '../../folder.ts';
import { sourceOf } from './reading.ts';

/** Lines of few moments, some of which do not begin with one. */
const lines = fc.array(
  fc
    .tuple(
      fc.constantFrom('{"at":"', '{"at": "', '{"type":"', ''),
      fc.constantFrom('2026-03-02T12:50:00.000Z', '2026-03-02T12:50:00.001Z', '2026-03-02T12:50:00Z', '1'),
      fc.constantFrom('","type":"x"}', '","type":"a longer line, as long as two are"}', '"', ''),
    )
    .map((parts) => parts.join('')),
  { maxLength: 40 },
);
const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 });

async function blocksOf(content: string, usual: number, pieces: readonly number[]): Promise<string[]> {
  const blocks = new Blocks('spec.ndjson', sourceOf(Buffer.from(content), pieces), usual);
  const texts: string[] = [];
  for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) {
    expect(block.bytes[block.length]).to.equal(0);
    texts.push(block.bytes.toString('utf8', 0, block.length));
    blocks.giveBack(block.bytes);
  }
  blocks.end(0);
  return texts;
}

/** What a line says of its moment: its first 32 bytes, up to the quote behind it. */
const momentOf = (line: string): string | undefined => /^\{"at":"[^"]{0,25}/.exec(line.slice(0, 32))?.[0];

/** Where blocks must end, told line by line. Too few bytes for a moment at the end of the file are no block. */
function cutsIn(content: string, usual: number): string[] {
  const [header = '', ...rest] = content.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const blocks = [header];
  let block = '';
  let behind = rest.join('').length;
  rest.forEach((line, index) => {
    block += line;
    behind -= line.length;
    const [moment, next] = [momentOf(line), momentOf(rest[index + 1] ?? '')];
    const isChange = moment !== undefined && next !== undefined && moment !== next;
    const isCut = block.length >= usual && behind >= 32 && isChange;
    const isPutOff = block.length - line.length >= usual && behind + line.length < 32;
    if (isCut || (block.length >= 4 * usual && !isPutOff)) {
      blocks.push(block);
      block = '';
    }
  });
  return [...blocks, block].filter((some) => some !== '');
}

describe('the blocks of a recording', () => {
  it('are its content, cut where the moment changes, however the bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.constantFrom('', '\n'),
        fc.integer({ min: 1, max: 300 }),
        sizes,
        async (some, last, usual, pieces) => {
          const content = some.join('\n') + last;
          expect(await blocksOf(content, usual, pieces)).to.deep.equal(cutsIn(content, usual));
        },
      ),
    );
  });

  it('grow past the memory set aside for them, up to four times what is usual', async () => {
    const line = '{"at":"2026-03-02T12:50:00.000Z","type":"x"}\n';
    const content = line.repeat(100_000);
    const blocks = await blocksOf(content, 300_000, [1 << 18]);
    expect(blocks.join('') === content).to.equal(true);
    expect(blocks.slice(1, -1).map(({ length }) => Math.floor(length / line.length))).to.deep.equal(
      blocks.slice(1, -1).map(() => Math.ceil(1_200_000 / line.length)),
    );
  });

  it('are not read on in a line that is too long', async () => {
    let read = 0;
    const endless = {
      read: (into: Uint8Array) => {
        read += into.fill(0x78).length;
        return Promise.resolve(into.length);
      },
      expected: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    };
    const blocks = new Blocks('spec.ndjson', endless, 1000);
    expect((await blocks.next())!.length).to.equal(read);
    expect(read).to.be.within(3_000_000, 4_000_000);
    expect(await blocks.next()).to.equal(undefined);
  });

  it('end before the line in which reading fails, which is named', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'r.ndjson.gz');
      const noise = Array.from({ length: 50_000 }, (_, index) => `${Math.imul(index, 0x9e3779b1)}`);
      await writeFile(file, gzipSync(noise.join('\n')).subarray(0, -1000));
      const blocks = new Blocks(file, contentOf(file), 10_000);
      let text = '';
      for (let block = await blocks.next(); block !== undefined; block = await blocks.next())
        text += block.bytes.toString('utf8', 0, block.length);
      const lineCount = text.split('\n').length - 1;
      expect(text.endsWith('\n')).to.equal(true);
      expect(lineCount).to.be.within(1000, 49_999);
      let problem: unknown;
      try {
        blocks.end(lineCount);
      } catch (error) {
        problem = (error as ProblemError).problems[0];
      }
      expect(problem).to.include({ code: 'cut-off', line: lineCount + 1 });
      await blocks.close();
    }));
});
