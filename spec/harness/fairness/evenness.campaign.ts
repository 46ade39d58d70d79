import { expect } from 'chai';
import { testEvenness } from '../../../harness/fairness/opportunity/significance.ts';
import { error } from '../../../harness/fairness/opportunity/effect.ts';
import {
  fairButUnequallyFree,
  fairTen,
  prefersOne,
  routed,
  verdictsOf,
  type RandomRouter,
} from './routers.ts';

/** One of ten preferred by so much that the effect is just the limit, w = 0.1: neither fair nor unfair can be shown. */
const atTheLimit: RandomRouter = {
  ...prefersOne,
  preference: [1.3448, ...new Array<number>(9).fill(1)],
};

function told(what: string, found: object): void {
  process.stdout.write(`    ${what}: ${JSON.stringify(found)}\n`);
}

describe('verdicts on routers, whole', function () {
  this.timeout(3_600_000);

  it('a fair router, unequal availability, 2,000 runs of 300 and of 3,000 decisions: UNFAIR at most at the nominal rate', () => {
    for (const decisions of [300, 3000]) {
      const found = verdictsOf(fairButUnequallyFree, decisions, 2000, `campaign/${decisions}`);
      told(`fair, unequally free, ${decisions} decisions`, found);
      expect(found.UNFAIR).to.be.at.most(error * 2000);
    }
  });

  it('its p-values, 2,000 runs of 300 decisions: below the nominal rate at the nominal rate', () => {
    let below = 0;
    for (let run = 0; run < 2000; run++)
      if (testEvenness(routed(fairButUnequallyFree, 300, `p/${run}`), `p/${run}`)!.p < error) below++;
    told('p < 0.05', { below, of: 2000 });
    expect(below).to.be.within(60, 140);
  });

  it('one of ten twice as often, 1,000 decisions: UNFAIR in 99 % of 2,000 runs', () => {
    const found = verdictsOf(prefersOne, 1000, 2000, 'campaign/twofold');
    told('one of ten twofold, 1,000 decisions', found);
    expect(found.UNFAIR).to.be.at.least(1980);
  });

  it('20 decisions, 2,000 runs: NOT ENOUGH DATA', () => {
    for (const router of [prefersOne, fairTen, fairButUnequallyFree]) {
      const found = verdictsOf(router, 20, 2000, 'campaign/twenty');
      told('20 decisions', found);
      expect(found['NOT ENOUGH DATA']).to.equal(2000);
    }
  });

  it('an effect at the limit, 2,000 runs of 3,000 decisions: either verdict at most at about the nominal rate', () => {
    const found = verdictsOf(atTheLimit, 3000, 2000, 'campaign/limit');
    told('w = 0.1', found);
    expect(found.UNFAIR).to.be.at.most(140);
    expect(found.FAIR).to.be.at.most(140);
  });
});
