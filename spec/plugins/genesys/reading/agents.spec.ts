import { expect } from 'chai';
import fc from 'fast-check';
import { routingStatuses } from '../../../../engine/facts/agent.ts';
import { readAgents } from '../../../../plugins/genesys/reading/agents.ts';
import { statusEvent } from '../../../../plugins/genesys/reading/agentStatus.ts';
import { api } from '../session.ts';
import { iso, start } from '../told.ts';
import { useNetwork } from '../useNetwork.ts';
import { readingSession } from './reading.ts';

const path = (queue: string): string => `/api/v2/routing/queues/${queue}/members`;
const onQueue = { presenceDefinition: { systemPresence: 'On Queue' } };

const anna = {
  id: 'u-1',
  joined: true,
  routingStatus: { status: 'IDLE', startTime: iso(-300) },
  user: {
    id: 'u-1',
    presence: onQueue,
    skills: [
      { id: 's-1', name: 'refunds (old name)', proficiency: 4.5, state: 'active' },
      { id: 's-2', name: 'Cards', proficiency: 2, state: 'inactive' },
    ],
    languages: [{ id: 'l-1', name: 'en-US', proficiency: 5, state: 'active' }],
  },
};

describe('reading agents', () => {
  useNetwork();

  it('follows every page of every queue and tells status, queues, skills and languages by name', async () => {
    const { reading, run, clock } = readingSession();
    const first = api()
      .get(path('q-1'))
      .query(({ expand }) => String(expand).includes('skills'));
    first.reply(200, { entities: [anna], nextUri: `${path('q-1')}?pageNumber=2` });
    const second = { ...anna, id: 'u-2', user: { ...anna.user, id: 'u-2' }, joined: false };
    api()
      .get(path('q-1'))
      .query({ pageNumber: 2, pageSize: 100, expand: /.*/ })
      .reply(200, { entities: [second] });
    api()
      .get(path('q-2'))
      .query(true)
      .reply(200, { entities: [anna] });
    const events = await run(readAgents(reading, ['q-1', 'q-2']));
    const observedAt = clock.now();
    const profile = { skills: { Refunds: 4.5 }, languages: { 'en-US': 5 } };
    expect(events).to.deep.equal(
      [
        { type: 'agent.updated', at: start - 300_000, agent: 'u-1', status: 'IDLE' },
        { type: 'agent.updated', at: observedAt, agent: 'u-1', queues: ['Billing', 'Support'], ...profile },
        { type: 'agent.updated', at: start - 300_000, agent: 'u-2', status: 'IDLE' },
        { type: 'agent.updated', at: observedAt, agent: 'u-2', queues: [], ...profile },
      ].map((event) => ({ event, observedAt, source: 'read' })),
    );
  });

  it('asks agent by agent for what the listing leaves out', async () => {
    const { reading, run } = readingSession();
    api()
      .get(path('q-1'))
      .query(true)
      .reply(200, { entities: [{ id: 'u-1', joined: true }] });
    const user = (rest: string) => api().get(`/api/v2/users/u-1/${rest}`).query(true);
    user('routingskills').reply(200, { entities: anna.user.skills });
    user('routinglanguages').reply(200, { entities: anna.user.languages });
    user('routingstatus').reply(200, anna.routingStatus);
    user('presences/purecloud').reply(200, onQueue);
    const [status, profile] = await run(readAgents(reading, ['q-1']));
    expect(status!.event).to.deep.include({ at: start - 300_000, status: 'IDLE' });
    expect(profile!.event).to.deep.include({ skills: { Refunds: 4.5 }, languages: { 'en-US': 5 } });
  });
});

describe('the status of an agent', () => {
  const told = (status: string, systemPresence?: string, startTime = iso(-60)) =>
    statusEvent(
      'u-1',
      {
        routingStatus: { status, startTime },
        ...(systemPresence === undefined
          ? {}
          : { presence: { presenceDefinition: { systemPresence }, modifiedDate: iso(-30) } }),
      },
      start,
      'frame',
      'platform',
    )?.event;

  for (const presence of ['On Queue', 'ON_QUEUE', 'on_queue', undefined]) {
    it(`that is idle counts with presence ${presence ?? 'unknown'}`, () => {
      expect(told('IDLE', presence)).to.deep.include({ status: 'IDLE', at: start - 60_000 });
    });
  }

  for (const presence of ['AVAILABLE', 'Away', 'OFFLINE']) {
    it(`that is idle is off queue with presence ${presence}, since that presence`, () => {
      expect(told('IDLE', presence)).to.deep.include({ status: 'OFF_QUEUE', at: start - 30_000 });
    });
  }

  it('is none when the platform names one we do not know', () => {
    expect(told('ASLEEP')).to.equal(undefined);
  });

  it('began when the declared clock says, and never after it was seen', () => {
    const statuses = fc.constantFrom(...routingStatuses);
    fc.assert(
      fc.property(statuses, fc.integer({ min: -1000, max: 1000 }), (status, seconds) => {
        const routingStatus = { status, startTime: iso(seconds) };
        const at = (clock: 'platform' | 'own') =>
          statusEvent('u', { routingStatus }, start, 'read', clock)!.event.at;
        expect(at('platform')).to.equal(start + Math.min(0, seconds) * 1000);
        expect(at('own')).to.equal(start);
      }),
    );
  });
});
