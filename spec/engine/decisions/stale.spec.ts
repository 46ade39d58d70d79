import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { explainDecision } from '../../../engine/decisions/explain.ts';
import type { Decision } from '../../../engine/decisions/policyRun.ts';
import { decideEvents } from '../../../harness/replay/replay.ts';
import { header, rightPolicy } from '../policyText.ts';
import { answered, at, queued, turn } from './decideEvents.ts';

const unseen = (seconds: number): RoutingEvent => ({ type: 'platform.unseen', at: at(seconds) });
const seen = (seconds: number): RoutingEvent => ({ type: 'platform.seen', at: at(seconds) });
const observed = (seconds: number, facts: object, queue = 'Cards'): RoutingEvent =>
  ({ type: 'queue.observed', at: at(seconds), queue, facts }) as RoutingEvent;

const texts = (maxAge: string): readonly string[] => [
  `${header('SkillMapping', 'skills')}${maxAge}mappings:
  - { name: busy, when: { fact: conversationsWaiting, operator: greaterThan, value: 5 }, assign: { skill: Overflow } }
otherwise: { assign: { skill: General } }
`,
  `${header('QueueOrder', 'order')}${maxAge}headStarts:
  - { name: behind, when: { fact: serviceLevel, operator: lessThan, value: 0.7 }, headStartSeconds: 60 }
  - { name: promised, when: { fact: slaTarget, operator: equal, value: 80/20 }, headStartSeconds: 60 }
`,
  `${header('Handoff', 'bot')}${maxAge}target: { queue: Cards }
triggers: { any: [{ name: sad, when: { fact: sentimentLevel, operator: lessThan, value: 0.3 } }] }
guards: { all: [{ name: open, when: { fact: queueOpen, operator: equal, value: true }, otherwise: { offer: callback } }] }
`,
];
const policy = rightPolicy(...texts('maxAgeSeconds: 60\n'));

const staleAt = (events: readonly RoutingEvent[], point: Decision['point']): unknown[] =>
  decideEvents(events, policy)
    .filter((decision) => decision.point === point)
    .map(({ stale }) => stale);

describe('a decision on data older than its pack allows', () => {
  it('says so of the facts of the queue, by those its rules read', () => {
    const events = [
      observed(0, { conversationsWaiting: 9, serviceLevel: 0.5, queueOpen: true }),
      observed(50, { serviceLevel: 0.6 }),
      queued('c-1', 60),
      queued('c-2', 60.001),
      answered('c-1', 110),
      answered('c-2', 110.5),
      turn(200, { sentiment: 0.1 }, 'c-3'),
    ];
    const old = (ageSeconds: number) => [{ of: 'queue Cards', ageSeconds, allowedSeconds: 60 }];
    expect(staleAt(events, 'skills')).to.deep.equal([undefined, old(60.001)]);
    expect(staleAt(events, 'order')).to.deep.equal([undefined, old(60.5)]);
    expect(staleAt(events, 'handoff')).to.deep.equal([old(200)]);
  });

  it('says so of conversations by how long the platform has been unseen, from the first word of it', () => {
    const events = [
      unseen(0),
      unseen(30),
      queued('c-1', 60),
      queued('c-2', 61),
      answered('c-2', 62),
      seen(63),
      queued('c-3', 500),
    ];
    const old = (of: string, ageSeconds: number) => [{ of, ageSeconds, allowedSeconds: 60 }];
    expect(staleAt(events, 'skills')).to.deep.equal([undefined, old('conversation', 61), undefined]);
    expect(staleAt(events, 'order')).to.deep.equal([old('conversations', 62)]);
  });

  it('does not count what was never observed, what is agreed, nor what another queue is known for', () => {
    const events = [
      observed(0, { slaTarget: '80/20' }),
      observed(0, { serviceLevel: 0.5 }, 'Loans'),
      queued('c-1', 500),
      answered('c-1', 900),
    ];
    expect(staleAt(events, 'order')).to.deep.equal([undefined]);
    expect(staleAt(events, 'skills')).to.deep.equal([undefined]);
  });

  it('tells it in words', () => {
    const events = [observed(0, { conversationsWaiting: 9 }), unseen(10), queued('c-1', 100)];
    const [decision] = decideEvents(events, policy);
    expect(explainDecision(decision!)[1]).to.equal(
      'decided on data older than the pack allows: conversation 90 s old, 60 s allowed; queue Cards 100 s old, 60 s allowed',
    );
  });

  it('is otherwise the decision it would be, and the same to the byte where nothing is too old', () => {
    const events = [
      observed(0, { conversationsWaiting: 9, serviceLevel: 0.5 }),
      queued('c-1', 90),
      answered('c-1', 99),
    ];
    const bodies = (maxAge: string): string[] =>
      decideEvents(events, rightPolicy(...texts(maxAge))).map((body) =>
        JSON.stringify({ ...body, policy: undefined, stale: undefined }),
      );
    const undated = decideEvents(events, rightPolicy(...texts(''))).map((body) =>
      JSON.stringify({ ...body, policy: undefined }),
    );
    expect(bodies('maxAgeSeconds: 60\n')).to.deep.equal(undated);
    const young = decideEvents(events, rightPolicy(...texts('maxAgeSeconds: 1000\n'))).map((body) =>
      JSON.stringify({ ...body, policy: undefined }),
    );
    expect(young).to.deep.equal(undated);
  });
});
