import { expect } from 'chai';
import { fairnessDefaults, type FairnessPack } from '../../../../engine/decisions/fairness/fairness.ts';
import type { Policy } from '../../../../engine/packs/policy.ts';
import { covers } from '../../../../engine/packs/scope.ts';
import { renderProblem } from '../../../../engine/problem.ts';
import { header, policyFromText, rightPolicy } from '../../policyText.ts';

const scoring = `${header('Scoring')}minimumScore: 0.6\n`;
const claims = (fields = '', name = 'claims'): string => `${header('Fairness', name)}${fields}`;

function fairnessCovering(policy: Policy, queue: string, mediaType: string): FairnessPack | undefined {
  const covering = policy.claims.find(({ pack }) => covers(pack.appliesTo, queue, mediaType));
  return covering?.pack as FairnessPack | undefined;
}

function problemsOf(fields: string): string[] {
  return policyFromText(claims(fields)).problems.map(renderProblem);
}

describe('a Fairness pack', () => {
  it('is no part of what the policy means, whatever it claims', () => {
    const { hash, packs } = rightPolicy(scoring);
    for (const fields of ['', 'invariants: [pareto]\n', 'yardstick: uniformAmongEligible\n']) {
      const claiming = rightPolicy(scoring, claims(fields));
      expect(claiming.hash).to.equal(hash);
      expect(claiming.packs).to.deep.equal(packs);
      expect(claiming.sources.length).to.equal(packs.length);
      expect(claiming.claims.map(({ pack }) => pack.name)).to.deep.equal(['claims']);
    }
  });

  it('means the defaults where it says nothing, and claims nothing', () => {
    const pack = fairnessCovering(rightPolicy(claims()), 'Cards', 'voice');
    expect(pack).to.include({ yardstick: fairnessDefaults.yardstick });
    expect(pack!.limits).to.deep.equal(fairnessDefaults.limits);
    expect(pack!.invariants).to.deep.equal([]);
    expect(fairnessCovering(rightPolicy(scoring), 'Cards', 'voice')).to.equal(undefined);
  });

  it('is about the conversations it applies to, one pack each', () => {
    const cards = claims('appliesTo: { queues: [Cards] }\nlimits: { effectSize: 0.3 }\n', 'of-cards');
    const loans = claims('appliesTo: { queues: [Loans] }\n', 'of-loans');
    const policy = rightPolicy(cards, loans);
    expect(fairnessCovering(policy, 'Cards', 'voice')).to.include({ name: 'of-cards' });
    expect(fairnessCovering(policy, 'Loans', 'voice')).to.include({ name: 'of-loans' });
    expect(fairnessCovering(policy, 'Other', 'voice')).to.equal(undefined);
    const { problems } = policyFromText(cards, claims('', 'of-all'));
    expect(problems.map(({ code }) => code)).to.deep.equal(['two-packs']);
  });

  it('says in one line what is wrong, and what to write', () => {
    expect(problemsOf('invariants: [permutations]\n')[0]).to.contain('did you mean "permutation"?');
    expect(problemsOf('maxAgeSeconds: 5\n')[0]).to.match(
      /^pack1\.yaml:4:1: error: unknown key "maxAgeSeconds"/,
    );
    expect(problemsOf('yardstick: proportionalToWeights\n')[0]).to.contain('needs the weights');
    expect(problemsOf('weights: { a: 2 }\n')[0]).to.contain('looks at no weights');
    expect(problemsOf('limits: { effectSize: 0 }\n')).to.have.length(1);
    expect(problemsOf('yardstick: proportionalToWeights\nweights: { a: 2 }\n')).to.deep.equal([]);
  });
});
