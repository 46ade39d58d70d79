import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';
import { World } from '../../../harness/world/world.ts';

const queues = retailBank.queues.map(({ name }) => name);
const NOON_MS = 12 * 3_600_000;

/** The bank at noon, and every event since. */
function bankAtNoon(): { world: World; events: RoutingEvent[] } {
  const events: RoutingEvent[] = [];
  const world = new World(retailBank, 1, {}, (event) => void events.push(event));
  runTo(world, world.now + NOON_MS);
  events.length = 0;
  return { world, events };
}

function runTo(world: World, at: number): void {
  while (world.nextAt !== undefined && world.nextAt <= at) world.step();
  world.passTo(at);
}

function typesOf(events: readonly RoutingEvent[], conversation: string): string[] {
  return events
    .filter((event) => 'conversation' in event && event.conversation === conversation)
    .map(({ type }) => type);
}

describe('what is done to the world from outside', () => {
  it('is told as it happens, in order', () => {
    const { world, events } = bankAtNoon();
    world.admit({ conversation: 'x-1', mediaType: 'callback', queue: 'Cards', facts: { language: 'en-US' } });
    runTo(world, world.now);
    expect(typesOf(events, 'x-1').slice(0, 2)).to.deep.equal(['conversation.started', 'conversation.queued']);
    expect(world.isTransferable('x-1')).to.equal(true);
    world.transfer('x-1', 'General');
    expect(typesOf(events, 'x-1').slice(-2)).to.deep.equal([
      'conversation.transferred',
      'conversation.queued',
    ]);
    world.disconnect('x-1');
    expect(typesOf(events, 'x-1').at(-1)).to.equal('conversation.abandoned');
    expect([world.has('x-1'), world.isTransferable('x-1')]).to.deep.equal([false, false]);
    expect(() => world.disconnect('x-1')).to.throw('does not wait');
  });

  it('never passes over what is due', () => {
    const { world } = bankAtNoon();
    expect(() => world.passTo(world.nextAt! + 1)).to.throw('time cannot pass');
    expect(() => world.passTo(world.now - 1)).to.throw('time cannot pass');
  });

  it('gives whoever is transferred a patience of their own', () => {
    const scenario = {
      ...retailBank,
      arrivals: { ...retailBank.arrivals, perDay: 0 },
      agents: [],
      queues: retailBank.queues.map((queue) => ({
        ...queue,
        patience: { kind: 'constant', seconds: 100 } as const,
      })),
    };
    const world = new World(scenario, 1);
    world.admit({ conversation: 'x', mediaType: 'voice', queue: 'Cards', facts: {} });
    runTo(world, world.now + 60_000);
    world.transfer('x', 'General');
    runTo(world, world.now + 99_999);
    expect(world.waiting.has('x')).to.equal(true);
    runTo(world, world.now + 1);
    expect(world.waiting.has('x')).to.equal(false);
  });

  it('loses nobody and doubles nobody, whatever is done', () => {
    const step = fc.record({
      act: fc.constantFrom('admit', 'transfer', 'disconnect', 'leave', 'return', 'reconsider'),
      which: fc.nat({ max: 200 }),
      queue: fc.constantFrom(...queues),
      afterMs: fc.constantFrom(0, 0, 1, 5000, 60_000),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { world, events } = bankAtNoon();
        const open = new Set([...world.waiting.keys()]);
        let [admitted, seen] = [0, 0];
        for (const { act, which, queue, afterMs } of steps) {
          for (const event of events.slice(seen))
            if (event.type === 'conversation.started') open.add(event.conversation);
          seen = events.length;
          const alive = [...open].filter((id) => world.has(id));
          const conversation = alive[which % Math.max(1, alive.length)];
          const agent = retailBank.agents[which % retailBank.agents.length]!.id;
          if (act === 'admit')
            world.admit({ conversation: `x-${++admitted}`, mediaType: 'message', queue, facts: {} });
          else if (act === 'leave' || act === 'return') world.want(agent, act === 'return');
          else if (act === 'reconsider') world.reconsider();
          else if (conversation !== undefined && act === 'disconnect') world.disconnect(conversation);
          else if (conversation !== undefined && world.isTransferable(conversation))
            world.transfer(conversation, queue);
          // Every step of the world holds its own books against what is there.
          runTo(world, world.now + afterMs);
        }
        while (world.step() !== undefined);
        const { arrivals, places } = world.counts;
        expect(places.ended + places.contained + places.abandoned).to.equal(arrivals);
      }),
      { numRuns: 60 },
    );
  });
});
