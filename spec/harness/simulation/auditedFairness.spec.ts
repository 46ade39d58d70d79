import { expect } from 'chai';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { auditReplay } from '../../../harness/fairness/auditReplay.ts';
import { claimOf, type ClaimOptions } from '../../../harness/fairness/claim.ts';
import { defaultSeed } from '../../../harness/replay/replay.ts';
import { auditedFairness } from '../../../harness/simulation/auditedFairness.ts';

const day = 'fixtures/retail-bank-day.ndjson.gz';
const [from, noon, to] = ['2026-03-02T00:00Z', '2026-03-02T18:00Z', '2026-03-04T00:00Z'].map(Date.parse) as [
  number,
  number,
  number,
];

describe('fairness by the source document’s names', () => {
  let policy: Policy;
  before(async () => ({ policy } = await requirePolicy('rules/retail-bank')));

  const over = (begin: number, end: number, options: ClaimOptions = {}) =>
    auditedFairness(day, { from: begin, to: end }, policy, claimOf(policy, options), defaultSeed);

  it('is the audit’s, of whom the policy chooses in the window', async () => {
    const claim = claimOf(policy);
    const { selections, verdict, evenness, uniformity, agents, because } = await auditReplay({
      ...{ file: day, policy, claim, seed: defaultSeed, stratifyBy: 'queue', moments: 'asRecorded' },
    });
    const whole = await over(from, to);
    expect(whole).to.deep.include({
      ...{ total_interactions: selections, verdict, is_fair: null, level: 1, yardstick: claim.yardstick },
      chi2_statistic: uniformity.test!.chiSquare,
      p_value: uniformity.test!.p,
      gini_coefficient: uniformity.gini,
    });
    expect(whole.evenness).to.deep.include({ q: evenness.test!.q, p: evenness.test!.p, limit: 0.1 });
    expect(whole.explanation).to.include.members([...because]);
    for (const { agent, chosen } of agents) expect(whole.agent_distribution[agent], agent).to.equal(chosen);

    const parts = [await over(from, noon), await over(noon, to)];
    expect(parts[0]!.total_interactions)
      .to.be.above(100)
      .and.below(selections - 100);
    for (const [agent, chosen] of Object.entries(whole.agent_distribution))
      expect(
        parts.reduce((sum, part) => sum + (part.agent_distribution[agent] ?? 0), 0),
        agent,
      ).to.equal(chosen);
  });

  it('judges by what the policy is held to, and says no more than it can', async () => {
    const by = async (options: ClaimOptions) => {
      const { verdict, is_fair: isFair, yardstick } = await over(from, to, options);
      return [verdict, isFair, yardstick];
    };
    expect(await by({ yardstick: 'uniformAmongEligible' })).to.deep.equal([
      ...['UNFAIR', false, 'uniformAmongEligible'],
    ]);
    expect(await by({ effectSize: 0.7 })).to.deep.equal(['FAIR', true, 'policyIntended']);
    const none = await over(from, from + 1);
    expect(none).to.deep.include({
      ...{ total_interactions: 0, agent_distribution: {}, is_fair: null, verdict: 'NOT ENOUGH DATA' },
      ...{ chi2_statistic: null, p_value: null, gini_coefficient: null, evenness: null },
    });
  });
});
