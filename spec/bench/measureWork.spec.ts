import { expect } from 'chai';
import { contenders } from '../../bench/contenders/contenders.ts';
import { measureWork } from '../../bench/measure/measureWork.ts';
import { planOf } from '../../bench/options.ts';
import { workNamed } from '../../bench/works/works.ts';

describe('measuring a work', () => {
  const named = (...ids: readonly string[]) => contenders.filter(({ id }) => ids.includes(id));
  const options = { quick: false, check: false, only: [] };
  const short = { ...planOf(options), warmUp: 4, rounds: 3, round: 2 };

  it('compares every answer the thorough plan asks for, then times each contender in its process', async () => {
    let advanced = 0;
    const here = named('signalbox', 'row-loop').filter(({ works }) => works.includes('W3'));
    const { measured, leftOut } = await measureWork(workNamed('W3'), here, short, () => advanced++);
    expect(leftOut).to.deep.equal([]);
    expect(measured.map(({ contender }) => contender.id)).to.have.members(['signalbox', 'row-loop']);
    for (const { compared, cutShort, perSecond } of measured) {
      expect({ compared, cutShort }).to.deep.equal({ compared: 2_000, cutShort: false });
      expect(perSecond.minimum).to.be.within(1, perSecond.median);
    }
    expect(advanced).to.equal(2 + 3);
  });

  it('says of a contender that cannot run why it is left out', async () => {
    // Closures are not written for whole words.
    const { measured, leftOut } = await measureWork(
      workNamed('W1b'),
      named('closures'),
      short,
      () => undefined,
    );
    expect(measured).to.deep.equal([]);
    expect(leftOut.map(({ because }) => because)).to.deep.equal([
      'could not run: closures have no operator containsWord',
    ]);
  });
});
