import { expect } from 'chai';
import fc from 'fast-check';
import { ChoiceTally } from '../../../harness/fairness/opportunity/choiceTally.ts';
import { evennessOf } from '../../../harness/fairness/opportunity/evenness.ts';
import { replicates, testEvenness } from '../../../harness/fairness/opportunity/significance.ts';
import { uniformTest } from '../../../harness/statistics/goodnessOfFit.ts';
import { reference } from '../statistics/reference.ts';
import { fairButUnequallyFree, fairTen, prefersOne, routed, verdictsOf } from './routers.ts';

/** Everybody always among those to choose from, with these propensities. */
function always(observed: readonly number[], weights?: readonly number[]): ChoiceTally {
  const tally = new ChoiceTally();
  const everybody = observed.map((_, place) => place);
  for (const [place, count] of observed.entries())
    for (let k = 0; k < count; k++) tally.add(everybody, place, weights);
  return tally;
}

describe('a router, judged by whom it chose', () => {
  it('is not UNFAIR for choosing evenly among agents who are free unequally', () => {
    expect(verdictsOf(fairButUnequallyFree, 300, 40, 'few').UNFAIR).to.be.at.most(2);
    expect(verdictsOf(fairButUnequallyFree, 3000, 150, 'many')).to.include({ UNFAIR: 0 });
    expect(verdictsOf(fairButUnequallyFree, 3000, 150, 'many').FAIR).to.be.at.least(140);
  });

  it('is UNFAIR for choosing one of ten twice as often, after a thousand decisions', () => {
    expect(verdictsOf(prefersOne, 1000, 200, 'twofold').UNFAIR).to.be.at.least(198);
  });

  it('is nothing yet after twenty decisions, fair or not', () => {
    for (const router of [prefersOne, fairTen])
      expect(verdictsOf(router, 20, 20, 'twenty')).to.deep.equal({
        FAIR: 0,
        UNFAIR: 0,
        'NOT ENOUGH DATA': 20,
      });
  });

  it('would be called uneven every time by the uniform test, which knows nothing of who was free', () => {
    const tally = routed(fairButUnequallyFree, 300, 'uniform');
    const counts = Array.from(
      { length: tally.size },
      (_, place) => tally.chosen[place]! + tally.unopposed[place]!,
    );
    expect(uniformTest(counts)!.p).to.be.lessThan(1e-20);
    expect(testEvenness(tally, 'uniform')!.p).to.be.greaterThan(0.01);
  });

  it('is more even than chance when it takes turns, and that is no fault', () => {
    const { verdict, test } = evennessOf(always(new Array<number>(10).fill(100)), 0.1, 'turns');
    expect(verdict).to.equal('FAIR');
    expect(test!.p).to.equal(1);
    expect(test!.pMoreEven).to.be.lessThan(1e-100);
  });

  it('is nothing where it never had a choice', () => {
    const tally = new ChoiceTally();
    for (let k = 0; k < 50; k++) tally.add([k % 3], k % 3);
    expect(evennessOf(tally, 0.1, 'alone')).to.deep.include({ choices: 0, verdict: 'NOT ENOUGH DATA' });
  });
});

describe('the p-value of evenness', () => {
  it('is uniform for a fair router: each tenth as often as the others', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let run = 0; run < 600; run++)
      tenths[Math.min(9, Math.floor(testEvenness(routed(fairTen, 200, `null/${run}`), 'null')!.p * 10))]!++;
    expect(uniformTest(tenths)!.p).to.be.greaterThan(0.001);
  });

  it('is, for small counts, the exact one of the reference within four standard errors', () => {
    for (const { observed, p, p_exact: exact } of reference.exact_multinomial_gof) {
      const test = testEvenness(always(observed, p), 'reference')!;
      const isSmall = p.some((share) => share * observed.reduce((sum, count) => sum + count, 0) < 5);
      expect(test.by).to.equal(isSmall ? 'monteCarlo' : 'chiSquare');
      if (!isSmall) continue;
      const standardError = Math.sqrt((exact * (1 - exact)) / replicates) + 1 / replicates;
      expect(Math.abs(test.p - exact), observed.join(' ')).to.be.at.most(4 * standardError);
      expect(test.interval!.low).to.be.at.most(test.p);
      expect(test.interval!.high).to.be.at.least(test.p - 1 / replicates);
    }
  });

  it('does not hang on what agents are called, and lies between 0 and 1', () => {
    const decisions = fc.array(
      fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 }),
      { minLength: 1, maxLength: 200 },
    );
    const renamed = [3, 5, 0, 1, 4, 2];
    fc.assert(
      fc.property(decisions, (all) => {
        const [tally, other] = [new ChoiceTally(), new ChoiceTally()];
        for (const places of all) {
          tally.add(places, places[0]!);
          other.add(places.map((place) => renamed[place]!).toReversed(), renamed[places[0]!]!);
        }
        const [found, again] = [tally, other].map((one) => testEvenness(one, 'names'));
        expect(found === undefined).to.equal(again === undefined);
        if (found === undefined) return;
        expect(found.q).to.be.at.least(0);
        expect(again!.q).to.be.closeTo(found.q, 1e-8 * (1 + found.q));
        expect(again!.df).to.equal(found.df);
        for (const p of [found.p, found.pMoreEven]) expect(p).to.be.within(0, 1);
      }),
      { numRuns: 40 },
    );
  });

  it('takes agents with small counts as one where the decisions are too many to be kept', () => {
    const tally = new ChoiceTally();
    for (let k = 0; k < 30_000; k++) tally.add(k < 3 ? [0, 1, 2] : [0, 1], k % 2);
    const { by, df, p } = testEvenness(tally, 'many')!;
    expect([by, df]).to.deep.equal(['chiSquarePooled', 2]);
    expect(p).to.be.within(0, 1);
  });
});

describe('what an audit could have shown', () => {
  it('is less the more decisions there are', () => {
    const shown = [20, 100, 1000, 100_000].map(
      (count) =>
        evennessOf(always(new Array<number>(10).fill(count / 10)), 0.1, 'reach').reach!.smallestShown,
    );
    expect(shown).to.deep.equal(shown.toSorted((a, b) => b - a));
    expect(shown[0]).to.be.greaterThan(0.5);
    expect(shown.at(-1)).to.be.within(0.1, 0.12);
  });

  it('is found by four of five routers that are just so uneven, and no more', () => {
    const router = { ...prefersOne, preference: [1.661, ...new Array<number>(9).fill(1)] };
    const shares = router.preference.map((preference) => preference / 10.661);
    const w = Math.sqrt(shares.reduce((sum, share) => sum + 10 * (share - 0.1) ** 2, 0));
    const { reach } = evennessOf(routed(fairTen, 1000, 'reach'), 0.1, 'reach');
    expect(w).to.be.closeTo(reach!.smallestShown, 0.002);
    expect(verdictsOf(router, 1000, 200, 'just so').UNFAIR).to.be.within(138, 182);
  });
});
