import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { ExternalSorter, leastMemory } from '../../../harness/recording/sort/externalSorter.ts';
import { importSorting, type TimedLine } from '../../../harness/import/timedLine.ts';
import { importRows } from './importing.ts';

const seed = 20261120;

const anyLine: fc.Arbitrary<TimedLine> = fc.record({
  at: fc.integer({ min: 0, max: 20 }),
  rank: fc.integer({ min: 0, max: 3 }),
  conversation: fc.constantFrom('c-1', 'c-2'),
  index: fc.integer({ min: 0, max: 3 }),
  work: fc.constantFrom('' as const, 'begins' as const, 'ends' as const, 'passes' as const),
  agent: fc.constantFrom('', 'agent-1'),
  line: fc.string({ unit: 'grapheme', maxLength: 400 }).map((text) => JSON.stringify({ text })),
});

describe('sorting beyond memory', () => {
  it('gives what sorting in memory gives, within any budget', () => {
    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 100, maxLength: 600 }),
        fc.integer({ min: leastMemory, max: 4 * leastMemory }),
        (lines, budget) => {
          const { sorted, peakBytes } = sort(lines, budget);
          expect(sorted).to.deep.equal(lines.toSorted(importSorting.compare));
          expect(peakBytes).to.be.at.most(budget);
        },
      ),
      { seed, numRuns: 30 },
    );
  });

  it('carries every line through a run file unchanged', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(importSorting.deserialize(importSorting.serialize(line))).to.deep.equal(line);
      }),
      { seed },
    );
  });

  it('carries a line longer than its buffers', () => {
    const long = (at: number): TimedLine => ({
      at,
      rank: 0,
      conversation: 'c',
      index: 0,
      work: '',
      agent: '',
      line: 'é'.repeat(30_000),
    });
    expect(sort([long(2), long(1), long(3)], leastMemory).sorted.map(({ at }) => at)).to.deep.equal([
      1, 2, 3,
    ]);
  });

  it('holds 300,000 rows of events within its budget, in several passes', function () {
    this.timeout(60_000);
    const budget = 1 << 20;
    const place = mkdtempSync(join(tmpdir(), 'spec-sort-'));
    const sorter = new ExternalSorter(importSorting, budget, place);
    let random = seed;
    for (let row = 0; row < 300_000; row++) {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      sorter.add({
        at: random,
        rank: 0,
        conversation: `c-${row}`,
        index: 0,
        work: '',
        agent: '',
        line: `{"row":${row}}`,
      });
    }
    let last = -1;
    let count = 0;
    for (const { at } of sorter.sorted()) {
      if (at < last) throw new Error('out of order');
      last = at;
      count++;
    }
    sorter.dispose();
    expect(count).to.equal(300_000);
    expect(sorter.runs).to.be.greaterThan(64);
    expect(sorter.peakBytes).to.be.at.most(budget);
    expect(readdirSync(place)).to.deep.equal([]);
    rmSync(place, { recursive: true });
  });
});

describe('an import', () => {
  const clock = (second: number): string =>
    new Date(Date.UTC(2026, 0, 5) + second * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const anyRow = fc
    .record({
      id: fc.integer({ min: 0, max: 99 }),
      start: fc.nat(600),
      wait: fc.nat(3),
      talk: fc.nat(3),
      agent: fc.constantFrom('Anna', 'Ben', 'NOBODY', ''),
    })
    .map(({ id, start, wait, talk, agent }) =>
      [
        id,
        clock(start),
        agent === '' ? '' : clock(start + wait),
        clock(start + wait + talk),
        id % 2 ? 'B' : 'S',
        1,
        0.5,
        agent,
        '',
      ].join(),
    );

  it('depends neither on the order of rows nor on memory', async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(anyRow, { minLength: 1, maxLength: 120 })
          .chain((rows) =>
            fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
          ),
        fc.integer({ min: leastMemory, max: 2 * leastMemory }),
        async ([rows, shuffled], memoryBytes) => {
          const whole = await importRows(rows);
          const pieces = await importRows(shuffled, { memoryBytes });
          expect(pieces.text).to.equal(whole.text);
          expect(pieces.report.peakBytes).to.be.at.most(memoryBytes);
          expect(pieces.leftOver).to.deep.equal([]);
        },
      ),
      { seed, numRuns: 25 },
    );
  });
});

function sort(lines: readonly TimedLine[], budget: number): { sorted: TimedLine[]; peakBytes: number } {
  const sorter = new ExternalSorter(importSorting, budget, tmpdir());
  try {
    for (const line of lines) sorter.add(line);
    return { sorted: [...sorter.sorted()], peakBytes: sorter.peakBytes };
  } finally {
    sorter.dispose();
  }
}
