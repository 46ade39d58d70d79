import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { policyDifference } from '../../../harness/replay/edits/policyDifference.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';
import { answered, at, decisionsAt, queued } from '../../engine/decisions/decideEvents.ts';

describe('a ranking in a replay', () => {
  it('finds the agents as they were just before the answer', () => {
    const agent = (id: string): RoutingEvent => ({
      type: 'agent.updated',
      at: at(-9),
      agent: id,
      status: 'IDLE',
    });
    const pack = `${header('Scoring')}minimumScore: 0\ntieBreak: [fewestHandled, seededHash]`;
    const [decision] = decisionsAt('ranking', pack, [
      agent('a'),
      agent('b'),
      queued('c', 0),
      { ...answered('c', 5), agent: 'a' } as RoutingEvent,
    ]);
    expect(decision!.ranked.map(({ tieBreak }) => tieBreak.fewestHandled)).to.deep.equal([0, 0]);
  });
});
describe('what lies between two policies', () => {
  it('does not hold a pack’s new name against it', () => {
    const pack = (name: string, missing: string) =>
      rightPolicy(
        `${header('SkillMapping', name)}missing: { intent: ${missing} }\nmappings: [{ name: m, intents: [a], assign: { skill: A } }]`,
      );
    const { edits } = policyDifference(pack('one', 'a'), pack('two', 'b'));
    expect(edits.map(({ text }) => text)).to.have.members([
      'SkillMapping two: name one → two',
      'SkillMapping two: missing.intent a → b',
    ]);
  });
});
