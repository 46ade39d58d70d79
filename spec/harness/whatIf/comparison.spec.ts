import { expect } from 'chai';
import type { ProblemError } from '../../../engine/problem.ts';
import { findThreshold, type ComparisonName } from '../../../harness/whatIf/comparison.ts';
import { rightPolicy } from '../../engine/policyText.ts';

const mapping = (name: string, queue: string, mappings: string): string => `---
apiVersion: signalbox/v1
kind: SkillMapping
name: ${name}
appliesTo: { queues: [${queue}] }
mappings:
${mappings}
`;
const cards = `  - name: long-wait
    when:
      all:
        - { fact: waitSeconds, operator: greaterThan, value: 30 }
        - { fact: waitSeconds, operator: lessThan, value: 600 }
        - { fact: agentsIdle, operator: in, value: [0, 1] }
        - { fact: serviceLevel, operator: lessThan, value: 0.8 }
    assign: { skill: Cards }
  - name: by-intent
    intents: [card]
    assign: { skill: Cards }
`;
const order = `---
apiVersion: signalbox/v1
kind: QueueOrder
name: who-is-next
headStarts:
  - { name: high, when: { fact: priority, operator: equal, value: high }, headStartSeconds: 90 }
`;

const trial = rightPolicy(mapping('cards', 'Cards', cards) + mapping('loans', 'Loans', cards) + order);

function refused(name: ComparisonName, policy = trial): { code: string; hint: string | undefined } {
  try {
    findThreshold(policy, name);
  } catch (error) {
    const { code, hint } = (error as ProblemError).problems[0]!;
    return { code, hint };
  }
  throw new Error('it was found');
}

describe('the threshold an analyst names', () => {
  const named = { pack: 'loans', rule: 'long-wait' };

  it('is the only comparison of the fact with a number', () => {
    const { pack, mapping: found, leaf } = findThreshold(trial, { ...named, fact: 'serviceLevel' });
    expect([pack.name, found.name, leaf]).to.deep.equal([
      'loans',
      'long-wait',
      { fact: 'serviceLevel', operator: 'lessThan', value: 0.8 },
    ]);
  });

  it('is the one that is counted out where there are several', () => {
    const values = [1, 2].map(
      (comparison) => findThreshold(trial, { ...named, fact: 'waitSeconds', comparison }).leaf.value,
    );
    expect(values).to.deep.equal([30, 600]);
  });

  const mistakes: readonly (readonly [ComparisonName, code: string, hint: RegExp])[] = [
    [{ rule: 'long-wiat', fact: 'waitSeconds' }, 'unknown-rule', /did you mean "long-wait"/],
    [{ rule: 'long-wait', fact: 'serviceLevel' }, 'which-pack', /--pack: cards, loans/],
    [{ ...named, pack: 'loan', fact: 'serviceLevel' }, 'unknown-pack', /did you mean "loans"/],
    [{ ...named, fact: 'waitSecond' }, 'fact-not-read', /did you mean "waitSeconds"/],
    [{ ...named, fact: 'agentsIdle' }, 'no-threshold', /thresholds of: waitSeconds, serviceLevel/],
    [{ ...named, rule: 'by-intent', fact: 'intent' }, 'no-threshold', /replay .* --against/],
    [{ ...named, fact: 'waitSeconds' }, 'which-comparison', /1: waitSeconds is more than 30; 2: .* 600/],
    [{ ...named, fact: 'waitSeconds', comparison: 3 }, 'which-comparison', /--comparison/],
    [{ rule: 'high', fact: 'priority' }, 'rule-elsewhere', /replay .* --against/],
  ];
  for (const [name, code, hint] of mistakes)
    it(`${code}: ${JSON.stringify(name)}`, () => {
      const problem = refused(name);
      expect(problem.code).to.equal(code);
      expect(problem.hint).to.match(hint);
    });

  it('is in no policy without a skill mapping', () => {
    const { code, hint } = refused({ rule: 'high', fact: 'priority' }, rightPolicy(order));
    expect(code).to.equal('no-skill-mapping');
    expect(hint).to.contain('--against');
  });
});
