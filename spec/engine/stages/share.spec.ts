import { expect } from 'chai';
import fc from 'fast-check';
import { decidingPolicy, isInShare } from '../../../engine/stages/share.ts';

const percent = fc.oneof(
  fc.constantFrom(0, 100, 50, 1e-9, 99.999999),
  fc.double({ min: 0, max: 100, noNaN: true }),
);

describe('a canary’s share', () => {
  it('takes none at 0 %, all at 100 %, and lets no conversation go as it grows', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), percent, percent, (policy, conversation, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(isInShare(policy, 0, conversation)).to.equal(false);
        expect(isInShare(policy, 100, conversation)).to.equal(true);
        if (isInShare(policy, less, conversation))
          expect(isInShare(policy, more, conversation)).to.equal(true);
      }),
    );
  });

  it('is of many conversations about what it says, of each policy another', () => {
    const conversations = Array.from({ length: 20_000 }, (_, index) => `c-${index}`);
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 99 }), (policy, share) => {
        const own = conversations.filter((one) => isInShare(policy, share, one));
        // Six standard deviations of so many draws: 2 %.
        expect(Math.abs(own.length / conversations.length - share / 100)).to.be.below(0.022);
        const others = conversations.filter((one) => isInShare(`${policy} 2`, share, one));
        const both = own.filter((one) => isInShare(`${policy} 2`, share, one)).length;
        const expected = (own.length * others.length) / conversations.length;
        expect(Math.abs(both - expected) / conversations.length).to.be.below(0.022);
      }),
      { numRuns: 20 },
    );
  });

  it('is the same in every release: who is in a share stays there over an upgrade', () => {
    const inTenth = Array.from({ length: 60 }, (_, index) => `c-${index}`).filter((one) =>
      isInShare('strict', 10, one),
    );
    expect(inTenth).to.deep.equal(['c-4', 'c-24', 'c-33', 'c-56']);
  });

  it('leaves one policy that has the say about a conversation: the canary in its share, else the active one', () => {
    const stage = fc.constantFrom('draft', 'shadow', 'active', 'canary' as const);
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 4 }), percent, fc.string(), (stages, share, conversation) => {
        const policies = stages.map((one, index) => ({
          ...{ name: `p-${index}`, hash: 'h', stage: one },
          ...(one === 'canary' ? { sharePercent: share } : {}),
        }));
        const canary = policies.find((one) => one.stage === 'canary');
        const deciding = decidingPolicy(policies, conversation);
        if (canary !== undefined && isInShare(canary.name, share, conversation))
          expect(deciding).to.equal(canary);
        else expect(deciding).to.equal(policies.find((one) => one.stage === 'active'));
      }),
    );
  });
});
