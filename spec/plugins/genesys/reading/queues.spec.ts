import { expect } from 'chai';
import { readQueues } from '../../../../plugins/genesys/reading/queues.ts';
import { api } from '../session.ts';
import { iso, start } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';
import { readingSession } from './reading.ts';

const or = (...ids: string[]) => ({
  type: 'or',
  predicates: ids.map((value) => ({ type: 'dimension', dimension: 'queueId', operator: 'matches', value })),
});

/** Answers for the service level and the counts of a queue. */
function analytics(level: object[], counts: object[]): void {
  const asked = { groupBy: ['queueId'], metrics: ['oServiceLevel'], filter: or('q-1') };
  api()
    .post('/api/v2/analytics/conversations/aggregates/query', {
      interval: `${iso(-1800)}/${iso(0)}`,
      ...asked,
    })
    .reply(200, { results: level });
  api()
    .post('/api/v2/analytics/queues/observations/query', {
      ...{ filter: or('q-1'), metrics: ['oWaiting', 'oOnQueueUsers'] },
    })
    .reply(200, { results: counts });
}

function queueItself(serviceLevel: object | undefined, results: object[]): void {
  api()
    .get('/api/v2/routing/queues/q-1')
    .reply(200, { mediaSettings: { call: { serviceLevel } } });
  api().get('/api/v2/routing/queues/q-1/mediatypes/call/estimatedwaittime').reply(200, { results });
}

describe('reading queues', () => {
  useNetwork();

  it('tells target, service level, estimated wait, opening, and who waits and works', async () => {
    const { reading, run, clock } = readingSession({ openingHours: { Billing: 'group' } });
    analytics(
      [
        {
          group: { queueId: 'q-1', mediaType: 'voice' },
          data: [
            {
              metrics: [{ metric: 'oServiceLevel', stats: { numerator: 82, denominator: 100, ratio: 0.82 } }],
            },
          ],
        },
        {
          group: { queueId: 'q-1', mediaType: 'message' },
          data: [
            { metrics: [{ metric: 'oServiceLevel', stats: { numerator: 0, denominator: 23, ratio: 0 } }] },
          ],
        },
      ],
      [
        {
          group: { queueId: 'q-1' },
          data: [
            { metric: 'oOnQueueUsers', qualifier: 'IDLE', stats: { count: 2 } },
            { metric: 'oOnQueueUsers', qualifier: 'INTERACTING', stats: { count: 5 } },
          ],
        },
        {
          group: { queueId: 'q-1', mediaType: 'voice' },
          data: [{ metric: 'oWaiting', stats: { count: 3 } }],
        },
        {
          group: { queueId: 'q-1', mediaType: 'message' },
          data: [{ metric: 'oWaiting', stats: { count: 1 } }],
        },
      ],
    );
    queueItself({ percentage: 0.8, durationMs: 20_000 }, [{ formula: 'BEST', estimatedWaitTimeSeconds: 95 }]);
    api()
      .get('/api/v2/architect/schedulegroups/group')
      .reply(200, { name: 'hours', timeZone: 'Europe/Berlin', openSchedules: [{ id: 'daily' }] });
    const daily = {
      name: 'daily',
      start: '2026-01-01T08:00:00.000',
      end: '2026-01-01T18:00:00.000',
      rrule: 'FREQ=DAILY',
    };
    api().get('/api/v2/architect/schedules/daily').reply(200, daily);
    const events = await run(readQueues(reading, ['q-1'], clock.now()));
    expect(events).to.deep.equal([
      {
        event: {
          ...{ type: 'queue.observed', at: start, queue: 'Billing' },
          facts: {
            ...{ slaTarget: '80/20', serviceLevel: 0.82, estimatedWaitSeconds: 95, queueOpen: true },
            ...{ agentsOnQueue: 7, agentsIdle: 2, conversationsWaiting: 4 },
          },
        },
        ...{ observedAt: start, source: 'read' },
      },
    ]);
  });

  it('leaves missing what is not known, and counts nobody as nobody', async () => {
    const { reading, run, clock } = readingSession();
    analytics([], []);
    queueItself(undefined, []);
    const [observed] = await run(readQueues(reading, ['q-1'], clock.now()));
    expect(observed!.event).to.have.deep.property('facts', {
      ...{ agentsOnQueue: 0, agentsIdle: 0, conversationsWaiting: 0 },
    });
  });

  it('refuses a target that is none, and says so', async () => {
    const { reading, run, clock } = readingSession();
    analytics([], []);
    queueItself({ percentage: 80, durationMs: 20_000 }, []);
    const [observed] = await run(readQueues(reading, ['q-1'], clock.now()));
    expect(observed!.problems!.map(({ message }) => message)).to.deep.equal([
      'slaTarget of queue Billing must be percent/seconds such as 80/20, not "8000/20"',
    ]);
  });
});
