import { expect } from 'chai';
import fc from 'fast-check';
import { apportion, toBasisPoints } from '../../engine/basisPoints.ts';

describe('apportion', () => {
  it('gives the source document’s weights exactly', () => {
    expect(apportion([0.4, 0.3, 0.3])).to.deep.equal([4000, 3000, 3000]);
  });

  it('gives what is left to the largest remainder, the earlier share first', () => {
    expect(apportion([1, 1, 1])).to.deep.equal([3334, 3333, 3333]);
    expect(apportion([1, 1, 0, 1])).to.deep.equal([3334, 3333, 0, 3333]);
  });

  it('always sums to 10,000, in whole parts of at least 0, whatever the shares', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(shares, (given) => {
        fc.pre(given.some((share) => share > 0));
        const parts = apportion(given);
        expect(parts.reduce((sum, part) => sum + part, 0)).to.equal(10_000);
        expect(parts.every((part) => Number.isInteger(part) && part >= 0)).to.equal(true);
      }),
    );
  });

  it('does not change when all shares are scaled: 4/3/3 is 0.4/0.3/0.3', () => {
    const shares = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 4 });
    const factor = fc.constantFrom(0.001, 0.01, 0.1, 0.5, 2, 3, 10, 1000);
    fc.assert(
      fc.property(shares, factor, (given, by) => {
        fc.pre(given.some((share) => share > 0));
        expect(apportion(given.map((share) => share * by))).to.deep.equal(apportion(given));
      }),
    );
  });
});

describe('toBasisPoints', () => {
  it('rounds half up', () => {
    expect([0.5, 0.00005, 0.07499, -0.075].map(toBasisPoints)).to.deep.equal([5000, 1, 750, -750]);
  });
});
