import { expect } from 'chai';
import type { Scoring } from '../../../engine/decisions/ranking/scoring.ts';
import type { SlaPolicy } from '../../../engine/decisions/ranking/slaPolicy.ts';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { WHOLE_BP } from '../../../engine/basisPoints.ts';
import { exactProfiles } from '../../../harness/invariants/ranking/exactProfiles.ts';
import { simplex, weightsInForce } from '../../../harness/invariants/slaTrials.ts';
import { attributesBp, score } from '../../../engine/decisions/ranking/score.ts';

const { policy } = await requirePolicy('rules/retail-bank');
const scoring = policy.packs.find((pack): pack is Scoring => pack.kind === 'Scoring')!;
const sla = policy.packs.find((pack): pack is SlaPolicy => pack.kind === 'SlaPolicy')!;
const effort = { seed: 1, runs: 100 };

describe('the invariants of single packs', () => {
  it('simplex is broken by a shift that does not sum to zero', () => {
    const [shift] = sla.shifts;
    const unbalanced = {
      ...sla,
      shifts: [{ ...shift!, shiftBp: { ...shift!.shiftBp, languageMatch: 1600 } }],
    };
    expect(simplex(sla, [scoring])(effort).counterexample).to.equal(undefined);
    expect(simplex(unbalanced, [scoring])(effort).counterexample!.join()).to.match(
      /should be at least 0 and sum to 1/,
    );
  });

  it('knows the weights that may be in force: the pack’s own, and those under its shifts', () => {
    expect(weightsInForce(policy, scoring)).to.deep.equal([
      { proficiency: 4000, languageMatch: 2000, historicalCsat: 4000 },
      { proficiency: 3250, languageMatch: 3500, historicalCsat: 3250 },
    ]);
  });

  it('solves for agents exactly at the threshold, and finds none where no agent can be', () => {
    const wanted = { skills: ['Cards'], language: 'English' };
    const found = exactProfiles(scoring, scoring.weightsBp, wanted);
    expect(found.length).to.be.at.least(3);
    for (const profile of found) {
      const agent = { id: 'a', status: 'IDLE', conversationsHandled: 0, ...profile } as const;
      const { total } = score(scoring.weightsBp, attributesBp(scoring, scoring.weightsBp, agent, wanted));
      expect(total).to.equal(scoring.minimumScoreBp * WHOLE_BP);
    }
    const unreachable = { ...scoring, minimumScoreBp: 0 };
    expect(exactProfiles(unreachable, scoring.weightsBp, wanted)).to.deep.equal([]);
  });
});
