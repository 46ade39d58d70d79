import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { causeOf } from '../../../harness/replay/cause.ts';
import { decideEvents } from '../../../harness/replay/replay.ts';
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
describe('a cause', () => {
  it('does not hold a pack’s new name against it', () => {
    const pack = (name: string, missing: string) =>
      rightPolicy(
        `${header('SkillMapping', name)}missing: { intent: ${missing} }\nmappings: [{ name: m, intents: [a], assign: { skill: A } }]`,
      );
    const [old, now] = [pack('one', 'a'), pack('two', 'b')];
    const [[before], [after]] = [decideEvents([queued('c', 0)], old), decideEvents([queued('c', 0)], now)];
    expect(causeOf(before!, after!, old, now)).to.equal('SkillMapping two: missing changed');
  });
});
