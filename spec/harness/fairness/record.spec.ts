import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { RecordWatch } from '../../../harness/fairness/record/recordWatch.ts';
import { at, queued } from '../../engine/decisions/decideEvents.ts';

const status = (agent: string, seconds: number, to: string, queues?: readonly string[]): RoutingEvent =>
  ({ type: 'agent.updated', at: at(seconds), agent, status: to, ...(queues && { queues }) }) as RoutingEvent;
const answeredBy = (conversation: string, seconds: number, agent: string | null): RoutingEvent => ({
  type: 'conversation.answered',
  at: at(seconds),
  conversation,
  agent,
});
const abandoned = (conversation: string, seconds: number): RoutingEvent => ({
  type: 'conversation.abandoned',
  at: at(seconds),
  conversation,
});
const started = (conversation: string, seconds: number): RoutingEvent => ({
  type: 'conversation.started',
  at: at(seconds),
  conversation,
  mediaType: 'voice',
});

const ended = (conversation: string, seconds: number): RoutingEvent => ({
  type: 'conversation.ended',
  at: at(seconds),
  conversation,
});

/** A quarter of an hour: a works all along, b comes late, c works another queue. */
const events: readonly RoutingEvent[] = [
  status('a', 0, 'IDLE', ['Cards']),
  status('c', 0, 'IDLE', ['Loans']),
  queued('c-1', 10, { language: 'en-US' }),
  answeredBy('c-1', 10, 'a'),
  status('a', 10, 'INTERACTING'),
  queued('c-2', 20, { language: 'es-US' }),
  started('c-3', 30),
  abandoned('c-3', 35),
  queued('c-4', 40, { language: 'en-US' }),
  status('b', 60, 'IDLE', ['Cards']),
  answeredBy('c-2', 60, 'b'),
  status('b', 60, 'COMMUNICATING'),
  abandoned('c-4', 90),
  abandoned('c-4', 91),
  ended('c-1', 300),
  status('a', 310, 'IDLE'),
  ended('c-2', 310),
  status('b', 310, 'IDLE'),
  queued('c-5', 400, { language: 'en-US' }),
  answeredBy('c-5', 420, 'b'),
  queued('c-6', 500),
  answeredBy('c-6', 520.5, null),
  queued('c-7', 600, { language: 'en-US' }),
  answeredBy('c-7', 620, 'd'),
  status('a', 700, 'OFF_QUEUE'),
  queued('c-8', 890, { language: 'en-US' }),
  status('b', 900, 'NOT_RESPONDING'),
];

describe('a record, described', () => {
  const watch = new RecordWatch({ segmentBy: 'language', withinSeconds: 20, lacking: new Set() });
  for (const event of events) watch.take(event);
  const record = watch.result(0.1, 'spec');

  it('counts who answered and who left, in a queue or before any, each once', () => {
    expect(record.conversations).to.deep.equal({ answered: 5, abandoned: 2, abandonedBeforeQueue: 1 });
    expect(
      record.answeredWithin,
      'a wait of exactly the time is within it; half a second more is not',
    ).to.deep.equal({
      count: 3,
      ofAnswered: 3 / 5,
      ofAnsweredAndAbandoned: 3 / 7,
    });
    expect(record.abandonedShare).to.equal(2 / 7);
  });

  it('knows among whom an answer chose, and whom it does not show free', () => {
    const { byAgent, byKnownAgent, byUnknownAgent, notShownFree, amongFree, othersFreeAfterAWait } =
      record.answers;
    expect(byAgent.slice(0, 3)).to.deep.equal([
      { agent: 'b', answered: 2 },
      { agent: 'a', answered: 1 },
      { agent: 'd', answered: 1 },
    ]);
    expect([byKnownAgent, byUnknownAgent, notShownFree]).to.deep.equal([4, 1, 1]);
    expect(amongFree.choices, 'only c-5, with a and b free').to.equal(1);
    expect(othersFreeAfterAWait, 'c-5 and c-7 had waited, with somebody else free').to.equal(2);
  });

  it('counts who left as waiting up to then, and who still waits as well', () => {
    const { waits, answered, unknown, medianSeconds, longestSeconds } = record.waits;
    expect([waits, answered, unknown]).to.deep.equal([7, 5, 1]);
    // 7 at risk: 1 of 7 at 0 s; 10 s left; 3 of 5 at 20 s.
    expect([medianSeconds, longestSeconds]).to.deep.equal([20, 50]);
    expect(record.segments.map(({ segment, waits: count }) => [segment, count])).to.deep.equal([
      ['en-US', 5],
      ['(not known)', 1],
      ['es-US', 1],
    ]);
  });

  it('adds up the agents’ time in each status', () => {
    const { workload } = record;
    expect(workload!.agents.map(({ agent, onQueueSeconds }) => [agent, onQueueSeconds])).to.deep.equal([
      ['a', 700],
      ['b', 840],
      ['c', 900],
    ]);
    const [a, b, c] = workload!.agents;
    expect(a!.occupancy).to.be.closeTo(300 / 700, 1e-12);
    expect(b!.occupancy).to.be.closeTo(250 / 840, 1e-12);
    expect([c!.occupancy, c!.longestIdleSeconds, workload!.longestIdleSeconds]).to.deep.equal([0, 900, 900]);
  });

  it('takes the choice as made when the one who answered began to ring, not when the answer was told', () => {
    const ringing = new RecordWatch({ segmentBy: 'queue', withinSeconds: 20, lacking: new Set() });
    for (const event of [
      status('a', 0, 'IDLE'),
      status('b', 0, 'IDLE'),
      queued('c-1', 10),
      status('a', 10, 'INTERACTING'),
      answeredBy('c-1', 13, 'a'),
      status('b', 20, 'INTERACTING'),
      queued('c-2', 30),
      answeredBy('c-2', 31, 'b'),
    ])
      ringing.take(event);
    const { amongFree, notShownFree, othersFreeAfterAWait, counts } = ringing.result(0.1, 'spec').answers;
    expect([amongFree.choices, notShownFree], 'b was busy with something else').to.deep.equal([1, 1]);
    expect(othersFreeAfterAWait, 'nobody was passed over: it rang at once').to.equal(0);
    expect(counts).to.include({ saysSomething: false, chiSquareByChance: null, giniByChance: null });
    expect(counts.why).to.contain('the record does not tell: it shows 1 of 2 who answered as free');
  });

  it('says nothing of workload where the record does not carry the agents’ status', () => {
    const blind = new RecordWatch({
      segmentBy: 'queue',
      withinSeconds: 20,
      lacking: new Set(['agentStatus']),
    });
    for (const event of events) blind.take(event);
    const { workload, perHour, answers } = blind.result(0.1, 'spec');
    expect([workload, perHour, answers.amongFree.choices]).to.deep.equal([undefined, undefined, 0]);
  });
});
