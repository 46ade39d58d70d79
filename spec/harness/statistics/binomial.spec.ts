import { expect } from 'chai';
import fc from 'fast-check';
import {
  binomialLowerTail,
  binomialUpperTail,
  clopperPearson,
  wilson,
} from '../../../harness/statistics/binomial.ts';
import { normalQuantile, normalUpperTail } from '../../../harness/statistics/normal.ts';

/** By adding up. */
function lowerTail(k: number, n: number, p: number): number {
  let [term, sum] = [(1 - p) ** n, 0];
  for (let i = 0; i <= k; i++) {
    sum += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return sum;
}

describe('the binomial distribution', () => {
  const trials = fc.integer({ min: 1, max: 60 }).chain((n) =>
    fc.record({
      n: fc.constant(n),
      k: fc.integer({ min: 0, max: n }),
      p: fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100),
    }),
  );

  it('has the tails that adding up gives', () => {
    fc.assert(
      fc.property(trials, ({ k, n, p }) => {
        expect(binomialLowerTail(k, n, p)).to.be.closeTo(lowerTail(k, n, p), 1e-11);
        const above = k === 0 ? 1 : 1 - lowerTail(k - 1, n, p);
        expect(binomialUpperTail(k, n, p)).to.be.closeTo(above, 1e-11);
      }),
    );
  });

  it('has the intervals of Clopper and Pearson: what lies outside explains what was seen too seldom', () => {
    expect(clopperPearson(0, 10).high).to.be.closeTo(1 - 0.025 ** (1 / 10), 1e-10);
    expect(clopperPearson(5, 10).low).to.be.closeTo(0.1870860284, 1e-9);
    fc.assert(
      fc.property(trials, ({ k, n }) => {
        const { low, high } = clopperPearson(k, n, 0.9);
        if (k > 0) expect(binomialUpperTail(k, n, low)).to.be.closeTo(0.05, 1e-9);
        if (k < n) expect(binomialLowerTail(k, n, high)).to.be.closeTo(0.05, 1e-9);
        expect(low).to.be.at.most(k / n);
        expect(high).to.be.at.least(k / n);
      }),
      { numRuns: 100 },
    );
  });

  it('has the score intervals of the literature', () => {
    // Newcombe 1998, Statistics in Medicine 17, Table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for (const [k, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilson(k, n);
      expect(interval.low, `${k} of ${n}`).to.be.closeTo(low, 0.00005);
      expect(interval.high, `${k} of ${n}`).to.be.closeTo(high, 0.00005);
    }
  });
});

describe('the normal distribution', () => {
  it('has the quantiles of the tables', () => {
    expect(normalQuantile(0.975)).to.be.closeTo(1.959963984540054, 1e-11);
    expect(normalQuantile(0.05)).to.be.closeTo(-1.6448536269514722, 1e-11);
    expect(normalUpperTail(6)).to.be.closeTo(9.865876450376946e-10, 1e-20);
    expect(normalUpperTail(-1) + normalUpperTail(1)).to.be.closeTo(1, 1e-15);
  });
});
