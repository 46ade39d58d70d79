import { expect } from 'chai';
import fc from 'fast-check';
import { uniformTest } from '../../../harness/statistics/goodnessOfFit.ts';
import { holm } from '../../../harness/statistics/holm.ts';
import { gini, jain } from '../../../harness/statistics/inequality.ts';
import { reference } from './reference.ts';

const amounts = fc
  .array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 30 })
  .filter((all) => all.some((one) => one > 0));

describe('Gini’s coefficient', () => {
  it('is that of the reference', () => {
    for (const one of reference.gini) expect(gini(one.x)).to.be.closeTo(one.gini, 1e-14);
  });

  it('knows neither unit nor order nor size, and lies between 0 and (n - 1)/n', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 9 }), (all, times) => {
        const found = gini(all)!;
        expect(gini(all.map((one) => one * times))).to.be.closeTo(found, 1e-12);
        expect(gini(all.toReversed())).to.be.closeTo(found, 1e-12);
        expect(gini([...all, ...all])).to.be.closeTo(found, 1e-12);
        expect(found).to.be.within(-1e-12, (all.length - 1) / all.length + 1e-12);
      }),
    );
  });

  it('never falls when somebody is added who has nothing', () => {
    fc.assert(
      fc.property(amounts, (all) => {
        expect(gini([...all, 0])!).to.be.at.least(gini(all)! - 1e-12);
      }),
    );
  });

  it('is none where nobody has anything', () => expect(gini([0, 0])).to.equal(null));
});

describe('Jain’s index', () => {
  it('is 1 for equals and 1/n for one who has everything', () => {
    expect(jain([3, 3, 3])).to.be.closeTo(1, 1e-15);
    expect(jain([0, 0, 0, 7])).to.equal(0.25);
    expect(jain([0])).to.equal(null);
  });
});

describe('the uniform test', () => {
  it('compares with equal counts', () => {
    expect(uniformTest([10, 20, 30])!.chiSquare).to.be.closeTo(10, 1e-12);
    expect(uniformTest([10, 20, 30])!.p).to.be.closeTo(0.006737946999085468, 1e-15);
    expect([uniformTest([5]), uniformTest([0, 0])]).to.deep.equal([null, null]);
  });
});

describe('Holm’s adjustment', () => {
  it('multiplies from the smallest, and never turns the order', () => {
    const found = holm([0.01, 0.04, 0.03, 0.005]);
    for (const [index, wanted] of [0.03, 0.06, 0.06, 0.02].entries())
      expect(found[index]).to.be.closeTo(wanted, 1e-15);
    expect(holm([0.9, 0.8])).to.deep.equal([1, 1]);
    expect(holm([])).to.deep.equal([]);
  });
});
