import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';
import { simulateWorld } from '../../../harness/world/simulate.ts';
import { outcomes, type Outcome } from './outcomes.ts';

const events = [...simulateWorld(retailBank, 2)];
const observations = events.filter((event) => event.type === 'queue.observed');
const WINDOW_MS = 1_800_000;

describe('queue observations', () => {
  it('come every five minutes from opening until the queue is closed and empty, and then say so', () => {
    for (const { name } of retailBank.queues) {
      const [first, ...rest] = observations.filter(({ queue }) => queue === name);
      expect(new Date(first!.at).toISOString()).to.equal('2026-03-02T13:00:00.000Z');
      rest.reduce((before, { at }) => {
        expect(at - before).to.equal(300_000);
        return at;
      }, first!.at);
      expect(rest.at(-1)!.facts).to.include({ queueOpen: false, conversationsWaiting: 0 });
      expect(
        rest.at(-2)!.facts['queueOpen'] === true || rest.at(-2)!.facts['conversationsWaiting'] !== 0,
      ).to.equal(true);
    }
  });

  it('say the share answered within 20 s of all that left the queue in the last half hour', () => {
    const pending = outcomes(events);
    let next = pending.next();
    const departures: Outcome[] = [];
    for (const event of events) {
      if (event.type === 'conversation.answered' || event.type === 'conversation.abandoned') {
        departures.push(next.value as Outcome);
        next = pending.next();
      }
      if (event.type !== 'queue.observed') continue;
      const isRecent = ({ queue, queuedAt, waitMs }: Outcome): boolean =>
        queue === event.queue && queuedAt + waitMs > event.at - WINDOW_MS;
      const recent = departures.filter(isRecent);
      const within = recent.filter(({ isAnswered, waitMs }) => isAnswered && waitMs <= 20_000).length;
      if (recent.length === 0) expect(event.facts).not.to.have.property('serviceLevel');
      else expect(event.facts['serviceLevel']).to.be.closeTo(within / recent.length, 0.00005);
    }
  });

  it('count who waits and who is there as the events before them do', () => {
    const waiting = new Map<string, string>();
    const status = new Map<string, string>();
    const members = new Map(retailBank.agents.map(({ id, queues }) => [id, queues]));
    const count = (queue: string, counts: (status: string) => boolean): number =>
      [...status].filter(([agent, is]) => counts(is) && members.get(agent)!.includes(queue)).length;
    const follow = (event: RoutingEvent): void => {
      if (event.type === 'conversation.queued') waiting.set(event.conversation, event.queue);
      if (event.type === 'conversation.answered' || event.type === 'conversation.abandoned') {
        waiting.delete(event.conversation);
      }
      if (event.type === 'agent.updated' && event.status !== undefined) status.set(event.agent, event.status);
    };
    for (const event of events) {
      follow(event);
      if (event.type !== 'queue.observed') continue;
      const { queue, facts } = event;
      expect(facts['conversationsWaiting']).to.equal(
        [...waiting.values()].filter((in_) => in_ === queue).length,
      );
      expect(facts['agentsOnQueue']).to.equal(count(queue, (is) => is !== 'OFF_QUEUE'));
      expect(facts['agentsIdle']).to.equal(count(queue, (is) => is === 'IDLE'));
    }
  });
});
