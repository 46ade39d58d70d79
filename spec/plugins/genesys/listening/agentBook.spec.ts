import { expect } from 'chai';
import fc from 'fast-check';
import type { AgentUpdated } from '../../../../engine/conversation/events.ts';
import { AgentBook } from '../../../../plugins/genesys/listening/agentBook.ts';
import { iso, names, start } from '../told.ts';
import { deliveries } from '../told.ts';

const activity = (status: string, since: number, queues: string[] = []) => ({
  ...{ id: 'u-1', routingStatus: { status: status as 'IDLE', startTime: iso(since) } },
  ...{ activeQueueIds: queues, dateActiveQueuesChanged: iso(since) },
});

describe('a book of agents', () => {
  it('has the same latest word of an agent, however notifications repeat and in whatever order they come', () => {
    const history = fc
      .array(fc.tuple(fc.constantFrom('IDLE', 'INTERACTING', 'OFF_QUEUE'), fc.nat(6)), {
        minLength: 1,
        maxLength: 8,
      })
      .map((told) => told.map(([status, since]) => activity(status, since)));
    const both = history.chain((told) => fc.tuple(fc.constant(told), deliveries(told.length)));
    fc.assert(
      fc.property(both, ([told, order]) => {
        const latest = (indexes: readonly number[]) => {
          const book = new AgentBook(names, 'platform');
          return indexes
            .flatMap((index) => book.take('u-1', told[index]!, start + 60_000))
            .map(({ event }) => event as AgentUpdated)
            .findLast(({ status }) => status !== undefined)!.status;
        };
        expect(latest(order)).to.equal(latest(told.map((_, index) => index)));
      }),
    );
  });

  it('tells status and queues by name once', () => {
    const book = new AgentBook(names, 'platform');
    const first = book.take('u-1', activity('IDLE', 5, ['q-2', 'q-1']), start + 60_000);
    expect(first.map(({ event }) => event)).to.deep.equal([
      { type: 'agent.updated', at: start + 5000, agent: 'u-1', status: 'IDLE' },
      { type: 'agent.updated', at: start + 5000, agent: 'u-1', queues: ['Billing', 'Support'] },
    ]);
    expect(book.take('u-1', activity('IDLE', 5, ['q-2', 'q-1']), start + 61_000)).to.deep.equal([]);
    expect(book.take('u-1', {}, start)).to.deep.equal([]);
  });
});
