import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { ScoreCount, type JudgedConversation } from '../../../harness/handoffScore/scoreCount.ts';
import { HandoffScoring } from '../../../harness/handoffScore/scoring.ts';
import { triggerThreshold } from '../../../harness/handoffScore/threshold.ts';
import { at, turn } from '../../engine/decisions/decideEvents.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';

const policy = (mood: number, more = '') =>
  rightPolicy(`${header('Handoff')}target: { queue: Q }
triggers: { any: [{ name: mood, when: { fact: sentimentLevel, operator: lessThan, value: ${mood} } }] }
guards: { all: [${more}] }
otherwise: { offer: callback }
sentiment: { smoothing: 1 }
`);

/** A conversation of turns ten seconds apart, and the turn after which the bot of the record transferred it. */
function dialogue(conversation: string, moods: readonly number[], transferredAfter?: number): RoutingEvent[] {
  const start: RoutingEvent = { type: 'conversation.started', at: at(0), conversation, mediaType: 'chat' };
  const turns = moods.flatMap((sentiment, index): RoutingEvent[] => {
    const said = turn((index + 1) * 10, { sentiment }, conversation);
    const transferred = { type: 'conversation.transferred', conversation, by: 'bot', queue: 'Q' } as const;
    return index + 1 === transferredAfter ? [said, { ...transferred, at: said.at }] : [said];
  });
  return [start, ...turns, { type: 'conversation.ended', at: at(1000), conversation }];
}

function scoreOf(events: readonly RoutingEvent[], policies = [policy(0.3)], lacking: readonly string[] = []) {
  const scoring = new HandoffScoring({ policies, seed: 's', lacking: new Set(lacking) });
  for (const event of events) scoring.take(event);
  return scoring.result();
}

describe('handoffs scored on the record', () => {
  const five = [
    dialogue('early', [0.1, 0.5, 0.5], 3),
    dialogue('same', [0.5, 0.1], 2),
    dialogue('late', [0.5, 0.5, 0.1], 1),
    dialogue('false', [0.1, 0.1]),
    dialogue('stuck', [0.5, 0.5], 2),
    dialogue('fine', [0.5]),
  ].flat();

  it('come to what is counted by hand', () => {
    const { scores, excluded } = scoreOf(five);
    expect(excluded).to.deep.equal({});
    const [score] = scores;
    const { precision, recall, falseHandoffs, stuck, lag, ...rest } = score!;
    expect(rest).to.deep.equal({
      ...{ conversations: 6, recorded: 4, decided: 4, both: 3, f1: 0.75, heldBack: 0 },
      ...{ falseHandoffExamples: ['false'], stuckExamples: ['stuck'] },
    });
    const shares = [precision, recall, falseHandoffs, stuck].map(({ count, of, rate }) => [count, of, rate]);
    expect(shares).to.deep.equal([
      [3, 4, 0.75],
      [3, 4, 0.75],
      [1, 2, 0.5],
      [1, 4, 0.25],
    ]);
    expect(lag).to.deep.equal({
      ...{ earlier: 1, atTheSameTurn: 1, later: 1, medianTurns: 0, meanTurns: 0, medianSeconds: 0 },
    });
  });

  it('take an entry into a queue for a handover where the record tells no transfer', () => {
    const queued: RoutingEvent = { type: 'conversation.queued', at: at(25), conversation: 'c', queue: 'Q' };
    const [start, one, two, ...rest] = dialogue('c', [0.5, 0.1]);
    const [score] = scoreOf([start!, one!, two!, queued, ...rest]).scores;
    expect([score!.recorded, score!.both, score!.lag.medianSeconds]).to.deep.equal([1, 1, -5]);
  });

  it('tell those a guard held back from those nobody wanted to hand over', () => {
    const closed = policy(0.3, '{ name: open, when: { fact: queueOpen, operator: equal, value: true } }');
    const [score] = scoreOf([...dialogue('a', [0.1], 1), ...dialogue('b', [0.5], 1)], [closed]).scores;
    expect([score!.stuck.count, score!.heldBack]).to.deep.equal([2, 1]);
  });

  it('leave out who never spoke to a bot, and what a lacking fact keeps from being judged', () => {
    const silent = dialogue('silent', []);
    expect(scoreOf(silent).excluded).to.deep.equal({ 'no turn with a bot': 1 });
    const { scores, excluded } = scoreOf(dialogue('a', [0.1]), undefined, ['sentiment', 'sentimentLevel']);
    expect(scores[0]!.conversations).to.equal(0);
    expect(Object.keys(excluded)).to.deep.equal([
      'not replayable: the recording does not carry sentimentLevel',
    ]);
  });

  it('of several policies are those of each by itself', () => {
    const policies = [0, 0.2, 0.6, 1].map((mood) => policy(mood));
    const together = scoreOf(five, policies).scores;
    expect(together).to.deep.equal(policies.map((one) => scoreOf(five, [one]).scores[0]));
  });
});

describe('a score', () => {
  const moment = fc.option(fc.record({ turn: fc.nat(9), at: fc.nat(9).map((n) => n * 1000) }), {
    nil: undefined,
  });
  const judged: fc.Arbitrary<JudgedConversation> = fc.record({
    conversation: fc.constant('c'),
    recorded: moment,
    decided: moment,
    wasHeldBack: fc.boolean(),
  });
  it('accounts for every conversation, and its shares lie in their intervals', () => {
    fc.assert(
      fc.property(fc.array(judged, { maxLength: 30 }), (all) => {
        const count = new ScoreCount();
        for (const one of all) count.add(one);
        const { both, recorded, decided, falseHandoffs, stuck, precision, recall, lag } = count.result();
        expect(both + falseHandoffs.count).to.equal(decided);
        expect(both + stuck.count).to.equal(recorded);
        expect(lag.earlier + lag.atTheSameTurn + lag.later).to.equal(both);
        for (const { rate, interval, of } of [precision, recall, falseHandoffs, stuck]) {
          expect(rate === null).to.equal(of === 0);
          if (rate === null) continue;
          expect(interval![0]).to.be.at.most(rate + 1e-12);
          expect(interval![1]).to.be.at.least(rate - 1e-12);
        }
      }),
    );
  });
});

describe('a threshold of a trigger', () => {
  it('is found by fact, or as forTurns, and moved by itself', () => {
    const { value, moved } = triggerThreshold(policy(0.3), 'mood', 'sentimentLevel');
    expect(value).to.equal(0.3);
    expect(moved(0.6).packs).to.deep.equal(policy(0.6).packs);
    expect(triggerThreshold(policy(0.3), 'mood', 'forTurns').value).to.equal(1);
  });

  it('is refused where there is none, saying which there are', () => {
    const asked = (trigger: string, fact: string) => () => triggerThreshold(policy(0.3), trigger, fact);
    expect(asked('moood', 'sentimentLevel')).to.throw('did you mean "mood"');
    expect(asked('mood', 'intentConfidence')).to.throw('it has: sentimentLevel, forTurns');
    expect(() => triggerThreshold(policy(0.3), 'mood', 'forTurns').moved(1.5)).to.throw('no number of turns');
  });
});
