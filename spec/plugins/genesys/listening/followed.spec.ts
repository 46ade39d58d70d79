import { expect } from 'chai';
import { followedBy } from '../../../../plugins/genesys/listening/followed.ts';
import { genesysDefaults } from '../../../../plugins/genesys/settings.ts';
import { header, rightPolicy } from '../../../engine/policyText.ts';

const follows = (...texts: readonly string[]): readonly unknown[] => {
  const { followParticipants, followMessages } = followedBy(genesysDefaults.listening, rightPolicy(...texts));
  return [followParticipants, followMessages];
};
const reaction = (on: string): string => `${header('Reactions', 'r')}reactions:
  - { name: started, on: conversation.started, do: [{ crm: upsert }] }
  - { name: one, on: ${on}, do: [{ crm: upsert }] }
`;

describe('what is followed of conversations', () => {
  it('is what the policy reads', () => {
    expect(follows(header('Scoring'))).to.deep.equal([false, false]);
    expect(follows(header('DeliverySla'))).to.deep.equal([false, true]);
    expect(follows(reaction('participant.active'))).to.deep.equal([true, false]);
    expect(follows(reaction('handoff.handedOff'))).to.deep.equal([false, false]);
    expect(follows(header('DeliverySla', 'd'), reaction('participant.left'))).to.deep.equal([true, true]);
    const when = '{ any: [{ fact: attachmentCount, operator: greaterThan, value: 0 }] }';
    const mapping = `${header('SkillMapping')}mappings: [{ name: m, when: ${when}, assign: { skill: A } }]\n`;
    expect(follows(mapping)).to.deep.equal([false, true]);
  });

  it('is what the settings say, where they say it', () => {
    const settings = { ...genesysDefaults.listening, followParticipants: true, followMessages: false };
    const followed = followedBy(settings, rightPolicy(header('DeliverySla')));
    expect(followed).to.include({ followParticipants: true, followMessages: false });
  });
});
