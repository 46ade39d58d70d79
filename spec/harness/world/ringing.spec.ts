import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { Scenario } from '../../../harness/world/scenario.ts';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';
import { simulateWorld } from '../../../harness/world/simulate.ts';
import { World } from '../../../harness/world/world.ts';
import { singleQueue } from './singleQueue.ts';

const rings = (scenario: Scenario, seconds: number): Scenario => ({
  ...scenario,
  ringing: { kind: 'constant', seconds },
});

/** Nobody comes but who is let in; customers wait for ever. */
function quiet(agents: number, seconds: number): { world: World; told: () => string[] } {
  const events: RoutingEvent[] = [];
  const scenario = rings(singleQueue({ arrivals: 0, services: 1 }, agents, 1), seconds);
  const world = new World(scenario, 1, {}, (event) => void events.push(event));
  runTo(world, world.now);
  events.length = 0;
  const told = (): string[] =>
    events.splice(0).flatMap((event) => {
      if (event.type === 'agent.updated') return [`${event.agent} ${event.status}`];
      return event.type === 'conversation.answered' ? [`${event.agent} answers ${event.conversation}`] : [];
    });
  return { world, told };
}

function runTo(world: World, at: number): void {
  while (world.nextAt !== undefined && world.nextAt <= at) world.step();
  world.passTo(at);
}

function comes(world: World, conversation: string): void {
  world.admit({ conversation, mediaType: 'callback', queue: 'Q', facts: { language: 'en-US' } });
  runTo(world, world.now);
}

describe('ringing', () => {
  it('takes the agent at once and the conversation when they answer', () => {
    const { world, told } = quiet(1, 5);
    comes(world, 'a');
    expect(told()).to.deep.equal(['agent-0 INTERACTING']);
    runTo(world, world.now + 4999);
    expect([world.waiting.has('a'), world.idle.size, told()]).to.deep.equal([true, 0, []]);
    runTo(world, world.now + 1);
    expect([world.waiting.has('a'), told()]).to.deep.equal([false, ['agent-0 answers a']]);
  });

  it('is for one agent at a time, and the next one waits for another', () => {
    const { world, told } = quiet(2, 5);
    for (const conversation of ['a', 'b', 'c']) comes(world, conversation);
    expect(told()).to.deep.equal(['agent-0 INTERACTING', 'agent-1 INTERACTING']);
    runTo(world, world.now + 5000);
    expect(told()).to.deep.equal(['agent-0 answers a', 'agent-1 answers b']);
  });

  it('stops when the conversation leaves, and the agent is rung for the next', () => {
    const { world, told } = quiet(1, 5);
    comes(world, 'a');
    comes(world, 'b');
    told();
    world.disconnect('a');
    world.reconsider();
    runTo(world, world.now + 4000);
    expect(told()).to.deep.equal(['agent-0 IDLE', 'agent-0 INTERACTING']);
    runTo(world, world.now + 1000);
    expect(told()).to.deep.equal(['agent-0 answers b']);
    expect(world.counts.places.abandoned).to.equal(1);
  });

  it('stops when the conversation is to be routed anew', () => {
    const { world, told } = quiet(1, 5);
    comes(world, 'a');
    runTo(world, world.now + 3000);
    told();
    world.silence('a');
    world.reconsider();
    runTo(world, world.now + 3000);
    expect(told()).to.deep.equal(['agent-0 IDLE', 'agent-0 INTERACTING']);
    runTo(world, world.now + 2000);
    expect(told()).to.deep.equal(['agent-0 answers a']);
  });

  it('leaves the world whole for a day, with the same customers, each waiting as long as it rings at least', () => {
    const day = [...simulateWorld(rings(retailBank, 5), 11)];
    const arrivals = (events: readonly RoutingEvent[]): unknown[] =>
      events.filter(({ type }) => type === 'conversation.started').map((event) => event.at);
    expect(arrivals(day)).to.deep.equal(arrivals([...simulateWorld(retailBank, 11)]));
    const queuedAt = new Map<string, number>();
    let answers = 0;
    for (const event of day) {
      if (event.type === 'conversation.queued') queuedAt.set(event.conversation, event.at);
      if (event.type !== 'conversation.answered') continue;
      expect(event.at - queuedAt.get(event.conversation)!).to.be.at.least(5000);
      answers++;
    }
    expect(answers).to.be.above(500);
  });
});
