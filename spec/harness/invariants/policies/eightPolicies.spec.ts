import { expect } from 'chai';
import { fairnessDefaults } from '../../../../engine/decisions/fairness/fairness.ts';
import type { InvariantName } from '../../../../engine/decisions/fairness/invariants.ts';
import type { Chooser } from '../../../../harness/invariants/ranking/chooser.ts';
import { rankingTrials } from '../../../../harness/invariants/ranking/rankingTrials.ts';
import { situations } from '../../../../harness/invariants/ranking/situations.ts';
import { spreadsOf } from '../../../../harness/invariants/ranking/spreads.ts';
import { policyNames, policyOf, type PolicyName } from './eightPolicies.ts';
import { exceptions, expectedOf, table } from './table.ts';

const words = { skills: ['Cards', 'Loans'], languages: ['English', 'Spanish'], queue: 'Service' };

/** At 0 too, for a score of 0 is where the source's loop goes wrong. */
const minimumScores = [0.5, 0];
/** What LOAD keeps: a whole score is fifty conversations' penalty. */
const starvationRounds = 30;
const effort = { seed: 1, runs: 150 };
/** One that is to be broken stops at the first that breaks it. */
const longEffort = { seed: 1, runs: 4000 };

const rows = Object.keys(table) as InvariantName[];

describe('the cards of eight policies', () => {
  for (const name of policyNames) {
    it(`${name} is what the literature’s table says, but for what is explained`, () => {
      const found: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const invariant of rows) {
        expected[invariant] = expectedOf(invariant, name);
        const isToHold = expected[invariant] === '+';
        const isBroken = minimumScores.some((minimumScore) =>
          isBrokenBy(policyOf(name, minimumScore), invariant, isToHold ? effort : longEffort),
        );
        found[invariant] = isBroken ? '-' : '+';
      }
      expect(found).to.deep.equal(expected);
    });
  }

  it('explains no exception that the table does not have', () => {
    for (const [invariant, byPolicy] of Object.entries(exceptions)) {
      expect(Object.keys(table)).to.include(invariant);
      for (const [name, why] of Object.entries(byPolicy)) {
        expect(policyNames).to.include(name);
        expect(why).to.not.equal('');
      }
    }
  });

  describe('and what they make of seven agents', () => {
    const spreads = Object.fromEntries(
      policyNames.map((name) => [name, spreadsOf(policyOf(name, 0.5), words)!]),
    ) as Record<PolicyName, NonNullable<ReturnType<typeof spreadsOf>>>;

    it('alike: a thousand for the first in the list under SEED, the same for all under the others', () => {
      const alike = policyNames.map((name) => spreads[name].alike);
      expect(alike).to.deep.equal([1000, 1, 1, 1, 1, 1, 1, 1]);
    });

    it('alike, with conversations that overlap: only LOAD keeps them even, and SEED is the worst', () => {
      const overlapping = policyNames.map((name) => spreads[name].alikeOverlapping);
      const [seed, ...others] = overlapping;
      // The table has 1: there, whoever is busy is counted as loaded; here, who has handled most, once free again.
      expect(spreads.LOAD.alikeOverlapping).to.be.at.most(5);
      expect(Math.max(...others)).to.be.below(seed!);
      for (const name of ['MAX', 'HASH', 'BAND', 'BUCKET', 'MINMAX', 'LIS'] as const)
        expect(spreads[name].alikeOverlapping, name).to.be.within(10, 80);
    });

    it('one slightly better: all for that one where the best wins, a seventh where turns are taken', () => {
      const percent = policyNames.map((name) => Math.floor(spreads[name].shareOfSlightlyBetter * 100));
      expect(percent).to.deep.equal([100, 100, 100, 14, 100, 100, 14, 14]);
    });

    it('graded: somebody is passed over for ever but where turns are taken, or load counts', () => {
      const { LIS, LOAD, ...starving } = spreads;
      for (const { longestGap } of Object.values(starving)) expect(longestGap).to.equal(null);
      // Chosen every seventh time is passed over six times in between.
      expect(LIS.longestGap).to.equal(6);
      // 77 in the table. Until the last is as good as the rest, each must have handled what it is better by, in steps of
      // 0.02: seven agents evenly spread over 0.47 come to about 7 × 0.47 / 2 / 0.02 = 82.
      expect(LOAD.longestGap! + 1).to.be.within(75, 90);
    });
  });
});

function isBrokenBy(chooser: Chooser, invariant: InvariantName, by: typeof effort): boolean {
  const limits = { ...fairnessDefaults.limits, starvationRounds };
  const trials = rankingTrials(chooser, situations(chooser.pack, words), limits);
  return trials[invariant as keyof typeof trials](by).counterexample !== undefined;
}
