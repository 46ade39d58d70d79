import { fileURLToPath } from 'node:url';
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { eventLines, header } from '../../../fixtures/record.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { outcomes } from './outcomes.ts';

const file = fileURLToPath(new URL('../../../fixtures/retail-bank-day.ndjson.gz', import.meta.url));
const HOUR_MS = 3_600_000;

describe('fixtures/retail-bank-day.ndjson.gz', () => {
  const events: RoutingEvent[] = [];
  before(async () => {
    for await (const event of new RecordingReader(file).events()) events.push(event);
  });

  const of = <Type extends RoutingEvent['type']>(type: Type) =>
    events.filter((event): event is Extract<RoutingEvent, { type: Type }> => event.type === type);

  it('is what the world records: else run `node fixtures/record.ts`', () => {
    const [first, ...rest] = gunzipSync(readFileSync(file)).toString().split('\n');
    expect(JSON.parse(first!)).to.deep.equal(header);
    const expected = [...eventLines()];
    expect(rest.slice(0, -2).findIndex((line, index) => line !== expected[index])).to.equal(-1);
    expect(rest).to.have.length(expected.length + 2);
  });

  it('reads back with no event repeated, and carries every fact that its header names', () => {
    expect(events).to.have.length([...eventLines()].length);
    const carried = new Set(
      events.flatMap((event) => ('facts' in event ? Object.keys(event.facts ?? {}) : [])),
    );
    const agents = ['agentStatus', 'agentQueues', 'agentSkills', 'agentLanguages', 'csat', 'csatSurveys'];
    const elsewhere = ['mediaType', 'queue', ...agents];
    expect(header.facts.filter((name) => !carried.has(name) && !elsewhere.includes(name))).to.deep.equal([]);
  });

  it('is small', () => {
    expect(statSync(file).size).to.be.below(400_000);
    expect(of('conversation.started').length).to.be.within(1200, 1600);
  });

  it('loses some customers in the queue', () => {
    expect(of('conversation.abandoned').length / of('conversation.queued').length).to.be.within(0.05, 0.12);
  });

  it('falls behind its promise in the peak hours and recovers', () => {
    const hours = Map.groupBy(
      outcomes(events),
      ({ queue, queuedAt }) => `${queue} ${Math.floor(queuedAt / HOUR_MS)}`,
    );
    const levels = [...hours]
      .filter(([, all]) => all.length >= 15)
      .map(([hour, all]) => {
        const within = all.filter(({ isAnswered, waitMs }) => isAnswered && waitMs <= 20_000).length;
        return { queue: hour.split(' ')[0]!, hour: Number(hour.split(' ')[1]), level: within / all.length };
      });
    const behind = levels.filter(({ level }) => level < 0.6);
    expect(behind.length).to.be.above(1);
    for (const { queue, hour } of behind) {
      const later = levels.filter((one) => one.queue === queue && one.hour > hour);
      expect(
        later.some(({ level }) => level >= 0.8),
        `${queue} after hour ${hour}`,
      ).to.equal(true);
    }
  });

  it('often leaves a choice between agents', () => {
    const status = new Map<string, string>();
    const queues = new Map<string, readonly string[]>();
    let choices = 0;
    for (const event of events) {
      if (event.type === 'agent.updated') {
        if (event.queues !== undefined) queues.set(event.agent, event.queues);
        if (event.status !== undefined) status.set(event.agent, event.status);
      } else if (event.type === 'conversation.queued') {
        const idle = [...status].filter(
          ([agent, is]) => is === 'IDLE' && queues.get(agent)!.includes(event.queue),
        );
        if (idle.length > 1) choices++;
      }
    }
    expect(choices / of('conversation.queued').length).to.be.above(0.4);
  });
});
