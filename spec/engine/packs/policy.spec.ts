import { expect } from 'chai';
import { packCovering } from '../../../engine/packs/policy.ts';
import { header, policyFromText, rightPolicy } from '../policyText.ts';

const scoped = (name: string, scope: string): string => `${header('QueueOrder', name)}appliesTo: ${scope}\n`;

describe('packs of one kind in a policy', () => {
  it('may stand beside each other when no conversation is covered twice', () => {
    const policy = rightPolicy(
      scoped('cards', '{ queues: [Cards] }'),
      scoped('loans-by-voice', '{ queues: [Loans], mediaTypes: [voice] }'),
      scoped('loans-by-chat', '{ queues: [Loans], mediaTypes: [chat, message] }'),
    );
    expect(packCovering(policy, 'QueueOrder', 'Cards', 'email')?.name).to.equal('cards');
    expect(packCovering(policy, 'QueueOrder', 'Loans', 'chat')?.name).to.equal('loans-by-chat');
    expect(packCovering(policy, 'QueueOrder', 'Loans', 'email')).to.equal(undefined);
    expect(packCovering(policy, 'QueueOrder', undefined, 'voice')).to.equal(undefined);
  });

  it('are an error when some conversation is', () => {
    const clashing: readonly [string, string][] = [
      ['{ queues: [Cards] }', '{ queues: [Loans, Cards] }'],
      ['{ queues: [Cards] }', '{ mediaTypes: [voice] }'],
      ['{ mediaTypes: [voice] }', '{ mediaTypes: [voice, chat] }'],
    ];
    for (const [one, other] of clashing) {
      const { problems } = policyFromText(scoped('one', one), scoped('other', other));
      expect(problems.map(({ code, file, line }) => ({ code, file, line }))).to.deep.equal([
        { code: 'two-packs', file: 'pack2.yaml', line: 4 },
      ]);
    }
  });

  it('may not share a name', () => {
    const { problems } = policyFromText(scoped('same', '{ queues: [A] }'), scoped('same', '{ queues: [B] }'));
    expect(problems.map(({ code }) => code)).to.deep.equal(['same-name']);
  });

  it('are frozen, all the way down', () => {
    const policy = rightPolicy(`${header('Scoring')}`);
    expect(() => Object.assign(policy.packs[0]!, { name: 'other' })).to.throw(TypeError);
  });
});
