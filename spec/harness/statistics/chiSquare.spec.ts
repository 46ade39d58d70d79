import { expect } from 'chai';
import fc from 'fast-check';
import {
  chiSquareLowerTail,
  chiSquareQuantile,
  chiSquareUpperTail,
} from '../../../harness/statistics/chiSquare.ts';
import {
  noncentralChiSquareLowerTail,
  noncentralChiSquareQuantile,
  noncentralityAt,
} from '../../../harness/statistics/noncentralChiSquare.ts';
import { normalUpperTail } from '../../../harness/statistics/normal.ts';
import { reference } from './reference.ts';

describe('the chi-square distribution', () => {
  it('has the upper tails of the reference, to ten digits, down to 10^-305', () => {
    expect(reference.chi2_sf.length).to.be.greaterThan(28);
    for (const { x, df, sf } of reference.chi2_sf)
      expect(Math.abs(chiSquareUpperTail(x, df) / sf - 1), `${x}, ${df}`).to.be.lessThan(1e-10);
  });

  it('has tails that make one, and quantiles that lead back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (df, p) => {
          const x = chiSquareQuantile(p, df);
          expect(chiSquareLowerTail(x, df)).to.be.closeTo(p, 1e-10);
          expect(chiSquareLowerTail(x, df) + chiSquareUpperTail(x, df)).to.be.closeTo(1, 1e-13);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the noncentral chi-square distribution', () => {
  const ofOne = (x: number, noncentrality: number): number => {
    const [root, shift] = [Math.sqrt(x), Math.sqrt(noncentrality)];
    return normalUpperTail(-root - shift) - normalUpperTail(root - shift);
  };

  it('is the square of a shifted normal, with one degree of freedom', () => {
    const positive = fc.double({ min: 0.001, max: 2000, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (x, noncentrality) => {
        expect(noncentralChiSquareLowerTail(x, 1, noncentrality)).to.be.closeTo(
          ofOne(x, noncentrality),
          1e-11,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is the sum of one and a central one: by the middle of a fine sum', () => {
    const steps = 40_000;
    let sum = 0;
    for (let k = 0; k < steps; k++) {
      const part = (25 * (k + 0.5)) / steps;
      const density = chiSquareLowerTail((25 * (k + 1)) / steps, 6) - chiSquareLowerTail((25 * k) / steps, 6);
      sum += density * ofOne(25 - part, 9);
    }
    expect(noncentralChiSquareLowerTail(25, 7, 9)).to.be.closeTo(sum, 1e-6);
  });

  it('is the central one without noncentrality', () => {
    expect(noncentralChiSquareLowerTail(12.3, 9, 0)).to.be.closeTo(chiSquareLowerTail(12.3, 9), 1e-14);
  });

  it('leads back from quantiles and noncentralities', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 5000, noNaN: true }),
        fc.constantFrom(0.05, 0.2, 0.95),
        (df, noncentrality, p) => {
          const x = noncentralChiSquareQuantile(p, df, noncentrality);
          expect(noncentralChiSquareLowerTail(x, df, noncentrality)).to.be.closeTo(p, 1e-9);
          expect(noncentralityAt(x, df, p)).to.be.closeTo(noncentrality, 1e-4 * (1 + noncentrality));
        },
      ),
      { numRuns: 100 },
    );
  });
});
