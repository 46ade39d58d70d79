import { expect } from 'chai';
import fc from 'fast-check';
import { restaged, stagesAtStart } from '../../../engine/stages/staging.ts';
import { stages, type StagedPolicy } from '../../../engine/stages/stage.ts';

const staged = (name: string, stage: StagedPolicy['stage'], sharePercent?: number): StagedPolicy => ({
  ...{ name, hash: `${name}-1`, stage },
  ...(sharePercent === undefined ? {} : { sharePercent }),
});
const stagesOf = (policies: readonly StagedPolicy[] | string) =>
  typeof policies === 'string' ? policies : policies.map(({ name, stage }) => `${name} ${stage}`);

describe('stages at a start', () => {
  it('are active for the first that is listed and drafts for the others, where none was ever staged', () => {
    expect(stagesAtStart(['a'], [])).to.deep.equal([{ name: 'a', stage: 'active' }]);
    expect(stagesAtStart(['a', 'b'], [])).to.deep.equal([
      { name: 'a', stage: 'active' },
      { name: 'b', stage: 'draft' },
    ]);
  });

  it('are what they were, and new policies are drafts beside one that is active', () => {
    const kept = [staged('a', 'canary', 10), staged('b', 'active')];
    expect(stagesAtStart(['new', 'a', 'b'], kept)).to.deep.equal([
      { name: 'new', stage: 'draft' },
      { name: 'a', stage: 'canary', sharePercent: 10 },
      { name: 'b', stage: 'active' },
    ]);
  });

  it('leave nothing active where an operator wanted that, and take a new policy where the active one is listed no more', () => {
    expect(stagesAtStart(['a'], [staged('a', 'shadow')])).to.deep.equal([{ name: 'a', stage: 'shadow' }]);
    expect(stagesAtStart(['new'], [staged('a', 'active')])).to.deep.equal([{ name: 'new', stage: 'active' }]);
  });
});

describe('an operator’s word about stages', () => {
  const policies = [staged('a', 'active'), staged('b', 'shadow'), staged('c', 'draft')];

  it('makes the policy that was active a shadow when another becomes so', () => {
    const after = restaged(policies, { policy: 'c', stage: 'active' });
    expect(stagesOf(after)).to.deep.equal(['a shadow', 'b shadow', 'c active']);
  });

  it('gives a canary its share, and takes it away again', () => {
    const canary = restaged(policies, { policy: 'b', stage: 'canary', sharePercent: 2.5 });
    expect(canary).to.deep.include(staged('b', 'canary', 2.5));
    const after = restaged(canary as readonly StagedPolicy[], { policy: 'b', stage: 'shadow' });
    expect(after).to.deep.equal(policies);
  });

  it('is refused in words', () => {
    const canary = [staged('a', 'canary', 10), staged('b', 'draft')];
    const word = { policy: 'b', stage: 'canary' } as const;
    expect(restaged(policies, { policy: 'B ', stage: 'active' })).to.contain('did you mean "b"?');
    expect(restaged(canary, { ...word, sharePercent: 1 })).to.contain('"a" is a canary, and one is at most');
    for (const sharePercent of [undefined, 0, -1, 100.1, NaN])
      expect(
        restaged(policies, { ...word, ...(sharePercent === undefined ? {} : { sharePercent }) }),
      ).to.contain('above 0 and up to 100');
    expect(restaged(policies, { policy: 'b', stage: 'active', sharePercent: 5 })).to.contain(
      'for a canary alone',
    );
  });

  it('leaves one active policy at most and one canary at most, however many are given', () => {
    const word = fc.record({
      policy: fc.constantFrom('a', 'b', 'c', 'd'),
      stage: fc.constantFrom(...stages),
      share: fc.option(fc.integer({ min: 0, max: 101 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        let now: readonly StagedPolicy[] = policies;
        for (const { policy, stage, share } of words) {
          const after = restaged(now, {
            policy,
            stage,
            ...(share === undefined ? {} : { sharePercent: share }),
          });
          if (typeof after === 'string') continue;
          now = after;
          expect(now.find(({ name }) => name === policy)!.stage).to.equal(stage);
        }
        for (const stage of ['active', 'canary'])
          expect(now.filter((one) => one.stage === stage).length).to.be.at.most(1);
        for (const one of now) expect(one.sharePercent !== undefined).to.equal(one.stage === 'canary');
        expect(now.map(({ name, hash }) => [name, hash])).to.deep.equal(
          policies.map(({ name, hash }) => [name, hash]),
        );
      }),
    );
  });
});
