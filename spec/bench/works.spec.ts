import { expect } from 'chai';
import type { Decider } from '../../bench/contenders/contender.ts';
import * as jsonRulesEngine from '../../bench/contenders/jsonRulesEngine.ts';
import * as signalbox from '../../bench/contenders/signalbox.ts';
import * as columns from '../../bench/contenders/signalboxColumns.ts';
import * as objects from '../../bench/contenders/signalboxRanking.ts';
import * as handwritten from '../../bench/contenders/handwritten.ts';
import * as live from '../../bench/contenders/signalboxLive.ts';
import * as plainLoop from '../../bench/contenders/plainRanking.ts';
import type { DrawnWork, Input } from '../../bench/works/work.ts';
import { workNamed, works } from '../../bench/works/works.ts';

/** The answers of a contender on the first inputs of a work. */
async function answers(decider: Decider, inputs: readonly Input[]): Promise<(readonly number[])[]> {
  const found: (readonly number[])[] = [];
  for (const input of inputs) found.push([...decider.read(await decider.decide(input))]);
  return found;
}

function expected(work: DrawnWork, inputs: readonly Input[]): (readonly number[])[] {
  return inputs.map((input) => work.expected(input as never));
}

describe('the works of the benchmark', () => {
  for (const work of works) {
    it(`draw the same for ${work.id} every time, however many are asked for`, () => {
      expect(work.inputs(50)).to.deep.equal(work.inputs(100).slice(0, 50));
    });
  }

  for (const id of ['W1', 'W1b', 'W2', 'W3'] as const) {
    it(`mean the same to us, json-rules-engine, handwritten code and themselves: ${id}`, async () => {
      const work = workNamed(id);
      const inputs = work.inputs(200);
      const meant = expected(work, inputs);
      expect(await answers(jsonRulesEngine.prepare(work), inputs)).to.deep.equal(meant);
      expect(await answers(signalbox.prepare(work), inputs)).to.deep.equal(meant);
      expect(await answers(handwritten.prepare(work), inputs)).to.deep.equal(meant);
      expect(new Set(meant.map(String)).size).to.be.greaterThan(10);
    });
  }

  for (const id of ['W2x600', 'W3x10000'] as const) {
    it(`mean the same to us and themselves when large: ${id}`, async () => {
      const work = workNamed(id);
      const inputs = work.inputs(20);
      expect(await answers(signalbox.prepare(work), inputs)).to.deep.equal(expected(work, inputs));
    });
  }

  it('come to the same live, on the disk and in memory, as by the code of replay alone', async () => {
    const work = workNamed('live');
    const meant = await work.expected({ day: 0 });
    expect(meant.map((count) => count > 1_000)).to.deep.equal([true, true]);
    for (const prepare of [live.prepareOnDisk, live.prepareInMemory])
      expect(await (await prepare()).answers(1)).to.deep.equal([meant]);
  });

  it('rank the same by our columns, our objects, the plain loop and themselves', async () => {
    const work = workNamed('W4');
    const inputs = work.inputs(200);
    const meant = expected(work, inputs);
    expect(await answers(columns.prepare(), inputs)).to.deep.equal(meant);
    expect(await answers(objects.prepare(), inputs)).to.deep.equal(meant);
    expect(await answers(plainLoop.prepare(), inputs)).to.deep.equal(meant);
  });
});
