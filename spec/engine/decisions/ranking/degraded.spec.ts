import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { Floor, type Agent } from '../../../../engine/conversation/floor.ts';
import { explainDecision } from '../../../../engine/decisions/explain.ts';
import type { RankingDecision } from '../../../../engine/decisions/ranking/decide.ts';
import { tieBreakKey } from '../../../../engine/decisions/ranking/tieBreak.ts';
import { decideEvents, defaultSeed } from '../../../../harness/replay/replay.ts';
import { header, rightPolicy } from '../../policyText.ts';
import { at, decisionsByEvent, queued } from '../decideEvents.ts';

const unseen = (seconds: number): RoutingEvent => ({ type: 'platform.unseen', at: at(seconds) });
const seen = (seconds: number): RoutingEvent => ({ type: 'platform.seen', at: at(seconds) });
const agent = (id: string, seconds: number, more: object = {}): RoutingEvent => ({
  type: 'agent.updated',
  at: at(seconds),
  agent: id,
  status: 'IDLE',
  queues: ['Cards'],
  ...more,
});

const policy = rightPolicy(`${header('Scoring')}maxAgeSeconds: 60\n`);
const withShifts = rightPolicy(
  header('Scoring'),
  `${header('SlaPolicy', 'sla')}maxAgeSeconds: 60
shifts:
  - { name: behind, when: { fact: serviceLevel, operator: lessThan, value: 0.7 }, shift: { languageMatch: 0.1, proficiency: -0.1 } }
`,
);

const rankingsOf = (events: readonly RoutingEvent[], by = policy): RankingDecision[] =>
  decideEvents(events, by, 'whileWaiting').filter((one): one is RankingDecision => one.point === 'ranking');

describe('a ranking whose data is too old', () => {
  const known = [
    agent('a', 0, { csat: 10, csatSurveys: 50 }),
    agent('b', 1, { csat: 90, csatSurveys: 50 }),
    agent('c', 2),
  ];

  it('is the last good one, without those who are no longer known to be able', () => {
    const rankings = rankingsOf([
      ...known,
      queued('c-1', 10),
      unseen(20),
      agent('d', 30),
      agent('b', 40, { status: 'INTERACTING' }),
      queued('c-2', 80),
      queued('c-3', 80.001),
    ]);
    const first = rankings.find(({ id }) => id === 'c-1/ranking/1')!;
    expect(first.ranked.map((one) => one.agent)).to.deep.equal(['b', 'c', 'a']);
    const inTime = rankings.find(({ conversation }) => conversation === 'c-2')!;
    expect(inTime).to.not.have.any.keys('degraded', 'stale');
    const late = rankings.find(({ conversation }) => conversation === 'c-3')!;
    expect(late).to.deep.include({
      stale: [{ of: 'agents', ageSeconds: 60.001, allowedSeconds: 60 }],
      decidedBy: 'degraded: last ranking',
      winner: 'c',
      ranked: [],
      degraded: {
        by: 'lastRanking',
        ranking: 'c-2/ranking/1',
        rankedAt: '2026-01-05T09:01:20.000Z',
        agents: ['c', 'd', 'a'],
        leftOut: [],
      },
    });
    expect(late.commands).to.deep.equal([
      {
        set: 'scoredAgents',
        conversation: 'c-3',
        agents: [
          { agent: 'c', score: 85 },
          { agent: 'd', score: 84 },
          { agent: 'a', score: 75 },
        ],
      },
    ]);
  });

  it('tells whom it leaves out, and who is not in it', () => {
    const degraded = rankingsOf([
      ...known,
      queued('c-1', 10),
      unseen(20),
      agent('b', 25, { status: 'OFF_QUEUE' }),
      agent('d', 26),
      queued('c-2', 100),
    ]).find(({ conversation }) => conversation === 'c-2')!;
    expect(degraded.degraded).to.deep.include({
      by: 'lastRanking',
      ranking: 'c-1/ranking/1',
      agents: ['c', 'a'],
      leftOut: ['b'],
    });
    expect(degraded.refused).to.deep.equal([
      { agent: 'b', code: 'status', reason: 'is OFF_QUEUE' },
      { agent: 'd', code: 'notInLastRanking', reason: 'is not in the last good ranking' },
    ]);
    expect(explainDecision(degraded).slice(1)).to.deep.equal([
      'decided on data older than the pack allows: agents 80 s old, 60 s allowed',
      'c should take it: first of 2 by the last good ranking, c-1/ranking/1 at 2026-01-05T09:00:10.000Z (degraded: nobody was scored).',
      'it needs: queue Cards',
      '  1. c',
      '  2. a',
      'left out of the last ranking, for they cannot take it now: b',
      'not ranked (is OFF_QUEUE): b',
      'not ranked (is not in the last good ranking): d',
    ]);
  });

  it('is the longest idle in turn where there is no last one', () => {
    const rankings = rankingsOf([
      ...known,
      unseen(3),
      ...[70, 71, 72, 73].map((second) => queued(`c-${second}`, second)),
    ]);
    expect(rankings.map(({ winner, decidedBy }) => `${winner} ${decidedBy}`)).to.deep.equal(
      ['a', 'b', 'c', 'a'].map((first) => `${first} degraded: longest idle`),
    );
    expect(rankings[1]!.degraded).to.deep.equal({
      by: 'longestIdle',
      agents: [
        { agent: 'b', idleSeconds: 70, hadTurn: false },
        { agent: 'c', idleSeconds: 69, hadTurn: false },
        { agent: 'a', idleSeconds: 71, hadTurn: true },
      ],
    });
    expect(rankings[1]!.commands).to.deep.equal([
      {
        set: 'scoredAgents',
        conversation: 'c-71',
        agents: [
          { agent: 'b', score: 100 },
          { agent: 'c', score: 99 },
          { agent: 'a', score: 98 },
        ],
      },
    ]);
    expect(explainDecision(rankings[1]!).slice(2, 7)).to.deep.equal([
      'b should take it: first of 3 by the longest idle in turn (degraded: nobody was scored).',
      'it needs: queue Cards',
      '  1. b (idle 70 s)',
      '  2. c (idle 69 s)',
      '  3. a (idle 71 s, has had a turn)',
    ]);
  });

  it('forgets whose turn it was once its queue has been ranked from fresh data', () => {
    const rankings = rankingsOf([
      ...known,
      unseen(3),
      queued('c-1', 70),
      seen(71),
      queued('c-2', 72, { language: 'en' }),
      unseen(73),
      queued('c-3', 140),
    ]);
    const entries = rankings.filter(({ id }) => id.endsWith('/1'));
    expect(entries.map(({ winner, decidedBy }) => `${winner} ${decidedBy}`)).to.deep.equal([
      'a degraded: longest idle',
      'b score',
      'a degraded: longest idle',
    ]);
  });

  it('is so where what the shifts go by is too old, until it is observed again', () => {
    const observed = (seconds: number): RoutingEvent => ({
      type: 'queue.observed',
      at: at(seconds),
      queue: 'Cards',
      facts: { serviceLevel: 0.9 },
    });
    const rankings = rankingsOf(
      [...known, observed(0), queued('c-1', 60), queued('c-2', 61), observed(99)],
      withShifts,
    );
    const told = rankings.map(({ id, degraded, stale }) => [id, degraded?.by, stale?.[0]?.of]);
    expect(told.filter(([id]) => id!.startsWith('c-2'))).to.deep.equal([
      ['c-2/ranking/1', 'lastRanking', 'queue Cards'],
      ['c-2/ranking/2', undefined, undefined],
    ]);
    expect(told[0]).to.deep.equal(['c-1/ranking/1', undefined, undefined]);
  });

  it('is made again when all that was missed has been told', () => {
    const rankings = rankingsOf([...known, unseen(3), queued('c-1', 70), seen(101)]);
    expect(rankings.map(({ id, decidedBy }) => `${id} ${decidedBy}`)).to.deep.equal([
      'c-1/ranking/1 degraded: longest idle',
      'c-1/ranking/2 score',
    ]);
  });

  it('is nobody’s where nobody can take it', () => {
    const [only] = rankingsOf([unseen(0), queued('c-1', 61)]);
    expect(only).to.deep.include({ decidedBy: 'nobody can take it', commands: [], ranked: [] });
    expect(only!.degraded).to.deep.equal({ by: 'longestIdle', agents: [] });
  });
});

describe('degraded rankings, whatever happens', () => {
  const status = fc.constantFrom('IDLE', 'IDLE', 'IDLE', 'INTERACTING', 'OFF_QUEUE');
  const kinds: fc.Arbitrary<object> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('agent.updated'),
        agent: fc.constantFrom('a', 'b', 'c', 'd'),
        status,
        queues: fc.constantFrom(['Cards'], ['Cards', 'Loans']),
        csat: fc.constantFrom(10, 50, 90),
        csatSurveys: fc.constant(30),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('conversation.queued'),
        queue: fc.constantFrom('Cards', 'Cards', 'Loans'),
        facts: fc.constantFrom({}, { language: 'en' }),
      }),
    },
    fc.record({ type: fc.constantFrom('platform.unseen', 'platform.unseen', 'platform.seen') }),
  );
  const anyEvents = fc
    .array(fc.tuple(kinds, fc.constantFrom(0, 1, 5, 30)), { minLength: 5, maxLength: 60 })
    .map((steps) => {
      let seconds = 0;
      return steps.map(([fields, pause], index) => {
        const own =
          (fields as { type: string }).type === 'conversation.queued' ? { conversation: `c-${index}` } : {};
        return { at: at((seconds += pause)), ...own, ...fields } as unknown as RoutingEvent;
      });
    });
  const idle = (one: Agent, { conversation, at: now }: RankingDecision) =>
    (['longestIdle', 'seededHash'] as const).map((by) =>
      tieBreakKey(by, one, Date.parse(now), defaultSeed, conversation),
    );

  it('are what a plain account of the past makes them, and only while data is too old', () => {
    const found = { lastRanking: 0, longestIdle: 0, turns: 0 };
    fc.assert(
      fc.property(anyEvents, (events) => {
        const floor = new Floor();
        const past: RankingDecision[] = [];
        let since: number | undefined;
        for (const [index, made] of decisionsByEvent(policy, events).entries()) {
          const event = events[index]!;
          floor.fold(event);
          if (event.type === 'platform.unseen') since ??= event.at;
          if (event.type === 'platform.seen') since = undefined;
          const isOld = since !== undefined && event.at - since > 60_000;
          for (const one of made) {
            if (one.point !== 'ranking') continue;
            expect(one.degraded !== undefined).to.equal(isOld);
            expect(one.stale !== undefined).to.equal(isOld);
            if (isOld) check(one, past, floor.agents());
            past.push(one);
          }
        }
      }),
    );
    expect(
      Object.values(found).every((count) => count > 20),
      JSON.stringify(found),
    ).to.equal(true);

    function check(made: RankingDecision, past: readonly RankingDecision[], agents: readonly Agent[]): void {
      const { queue } = made.requirements;
      const able = agents.filter((one) => one.status === 'IDLE' && one.queues!.includes(queue!));
      const isAlike = (one: RankingDecision) =>
        JSON.stringify(one.requirements) === JSON.stringify(made.requirements);
      const last = past.findLast((one) => one.degraded === undefined && isAlike(one));
      const order =
        last?.ranked.map((one) => one.agent).filter((id) => able.some((one) => one.id === id)) ?? [];
      if (order.length > 0) {
        found.lastRanking++;
        expect(made.degraded).to.deep.include({ by: 'lastRanking', ranking: last!.id, agents: order });
        return;
      }
      found.longestIdle++;
      const good = past.findLastIndex(
        (one) => one.degraded === undefined && one.requirements.queue === queue,
      );
      const turnOf = ({ id }: Agent): number =>
        past.findLastIndex((one, index) => index > good && one.degraded !== undefined && one.winner === id);
      const expected = able.toSorted((one, other) => {
        const [mine, theirs] = [one, other].map((each) => [turnOf(each), ...idle(each, made)]);
        const place = mine!.findIndex((value, index) => value !== theirs![index]);
        return mine![place]! < theirs![place]! ? -1 : 1;
      });
      if (expected.some((one) => turnOf(one) !== -1)) found.turns++;
      expect(made.degraded).to.deep.include({ by: 'longestIdle' });
      expect(made.degraded!.agents.map((one) => (one as { agent: string }).agent)).to.deep.equal(
        expected.map(({ id }) => id),
      );
    }
  });

  it('let everybody who can have a turn before anybody has another', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(3),
        (many, calls, apart) => {
          const agents = Array.from({ length: many }, (_, k) => agent(`agent-${k}`, k % (apart + 1)));
          const calling = Array.from({ length: calls }, (_, k) => queued(`c-${k}`, 100 + k));
          const winners = rankingsOf([...agents, unseen(5), ...calling]).map(({ winner }) => winner);
          expect(winners).to.have.length(calls);
          for (let k = 0; k < winners.length; k++) {
            const round = winners.slice(k, k + many);
            expect(new Set(round).size).to.equal(round.length);
          }
        },
      ),
    );
  });
});
