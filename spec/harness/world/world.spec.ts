import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { sha256 } from '../../../engine/canonical.ts';
import { Ledger } from '../../../harness/world/ledger.ts';
import type { RoutingPolicy } from '../../../harness/world/routing/policy.ts';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';
import { simulateWorld } from '../../../harness/world/simulate.ts';
import { World } from '../../../harness/world/world.ts';
import { singleQueue } from './singleQueue.ts';

const SEED = 11;
const day = [...simulateWorld(retailBank, SEED)];

const hashOf = (events: Iterable<RoutingEvent>): string => sha256(JSON.stringify([...events]));

describe('the world', () => {
  it('gives the same events for the same seed, and others for another', () => {
    expect(hashOf(simulateWorld(retailBank, SEED))).to.equal(hashOf(day));
    expect(hashOf(simulateWorld(retailBank, SEED + 1))).not.to.equal(hashOf(day));
  });

  it('does not depend on the time zone or the locale of the machine', () => {
    const file = (path: string): string => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);
    const script = `
      import { simulateWorld } from ${file('harness/world/simulate.ts')};
      import { retailBank } from ${file('harness/world/scenarios/retailBank.ts')};
      import { sha256 } from ${file('engine/canonical.ts')};
      process.stdout.write(sha256(JSON.stringify([...simulateWorld(retailBank, ${SEED})])));`;
    const env = { ...process.env, TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' };
    const args = ['--no-warnings', '--input-type=module', '--eval', script];
    expect(execFileSync(process.execPath, args, { env, encoding: 'utf8' })).to.equal(hashOf(day));
  });

  it('runs in order of time', () => {
    day.reduce((before, { at }) => {
      expect(at).to.be.at.least(before);
      return at;
    }, 0);
  });

  it('gives no agent two conversations at once, and none to an agent who is not idle', () => {
    const status = new Map<string, string>();
    const talking = new Map<string, string>();
    for (const event of day) {
      if (event.type === 'agent.updated' && event.status !== undefined) {
        if (event.status !== 'INTERACTING') {
          expect([...talking.values()], `${event.agent} becomes ${event.status}`).not.to.include(event.agent);
        }
        status.set(event.agent, event.status);
      } else if (event.type === 'conversation.answered') {
        expect(status.get(event.agent!)).to.equal('IDLE');
        talking.set(event.conversation, event.agent!);
      } else if (event.type === 'conversation.ended') {
        talking.delete(event.conversation);
      }
    }
    expect(talking.size).to.equal(0);
  });

  it('makes a fitting order of one instant: ended before IDLE, answered before INTERACTING', () => {
    const scenario = singleQueue({ arrivals: 2, services: 1 }, 2, 1);
    const events = [...simulateWorld(scenario, SEED)];
    events.forEach((event, index) => {
      if (event.type === 'conversation.ended') {
        expect(events[index + 1]).to.include({ type: 'agent.updated', status: 'IDLE', at: event.at });
      }
      if (event.type === 'conversation.answered') {
        const { agent, at } = event;
        expect(events[index + 1]).to.include({ type: 'agent.updated', status: 'INTERACTING', agent, at });
      }
    });
  });

  it('carries on to a second day, with the same shifts and the agents’ newer records', () => {
    const events = [...simulateWorld({ ...retailBank, days: 2 }, SEED)];
    const logIns = events.filter((event) => event.type === 'agent.updated' && event.queues !== undefined);
    expect(logIns).to.have.length(2 * retailBank.agents.length);
    const firstDay = (event: RoutingEvent): boolean => event.at < day[0]!.at + 86_400_000;
    const arrivals = (all: readonly RoutingEvent[]) =>
      all.filter(({ type }) => type === 'conversation.started');
    expect(arrivals(events.filter(firstDay))).to.deep.equal(arrivals(day));
  });

  it('keeps an agent INTERACTING through the work after a conversation', () => {
    const scenario = singleQueue({ arrivals: 1, services: 1 }, 1, 1);
    const [queue] = scenario.queues;
    const afterCall = { kind: 'constant', seconds: 30 } as const;
    const events = [...simulateWorld({ ...scenario, queues: [{ ...queue!, afterCall }] }, SEED)];
    const ends = events.filter(({ type }) => type === 'conversation.ended').map(({ at }) => at + 30_000);
    const idles = events.filter((event) => event.type === 'agent.updated' && event.status === 'IDLE');
    expect(idles.slice(1).map(({ at }) => at)).to.deep.equal(ends);
  });

  it('asks a routing policy when somebody begins to wait, and not when somebody leaves', () => {
    let asked = 0;
    const routing: RoutingPolicy = {
      route: () => {
        asked++;
        return { matches: [] };
      },
    };
    const scenario = singleQueue({ arrivals: 1, services: 1, abandonments: 1 }, 1, 1);
    const events = [...simulateWorld(scenario, SEED, { routing })];
    const queuedAt = events.filter(({ type }) => type === 'conversation.queued').map(({ at }) => at);
    expect(asked).to.equal(new Set(queuedAt).size);
  });

  it('asks a routing policy again when it wants to be asked', () => {
    const moments: number[] = [];
    const patient: RoutingPolicy = {
      route: ({ at }) => {
        moments.push(at);
        return { matches: [], reconsiderAt: at + 1000 };
      },
    };
    const world = new World(singleQueue({ arrivals: 1, services: 1 }, 1, 1), SEED, { routing: patient });
    while (moments.length < 3) world.step();
    expect(moments).to.include(moments[0]! + 1000);
  });

  it('refuses a match with an agent who is not idle or a conversation that does not wait', () => {
    const world = new World(retailBank, SEED);
    world.step();
    expect(() => world.assign({ conversation: 'c-0001', agent: 'agent-01' })).to.throw('not idle');
    while (world.idle.size === 0) world.step();
    const [agent] = world.idle.keys();
    expect(() => world.assign({ conversation: 'nobody', agent: agent! })).to.throw('does not wait');
  });
});

describe('conservation', () => {
  it('holds at every moment: every arrival is in one place', () => {
    const world = new World(retailBank, SEED);
    while (world.step() !== undefined) {
      const { arrivals, places } = world.counts;
      expect(Object.values(places).reduce((sum, count) => sum + count, 0)).to.equal(arrivals);
    }
    const count = (type: RoutingEvent['type']): number => day.filter((event) => event.type === type).length;
    const { arrivals, places } = world.counts;
    expect(arrivals).to.equal(count('conversation.started'));
    expect(places.abandoned).to.equal(count('conversation.abandoned'));
    expect(places.ended).to.equal(count('conversation.answered'));
    expect(places.ended + places.contained).to.equal(count('conversation.ended'));
    expect(places).to.include({ onItsWay: 0, withBot: 0, waiting: 0, withAgent: 0 });
  });

  it('is asserted against what is really there', () => {
    const ledger = new Ledger();
    ledger.arrive('waiting');
    expect(() => ledger.assertConserved(1, 0)).not.to.throw();
    expect(() => ledger.assertConserved(0, 0)).to.throw('not conserved');
    ledger.move('withBot', 'contained');
    expect(() => ledger.assertConserved(1, 0)).to.throw('not conserved');
  });
});
