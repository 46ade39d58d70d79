import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { mayTake } from '../../../harness/world/routing/longestWaiting.ts';
import type { RoutingPolicy } from '../../../harness/world/routing/policy.ts';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';
import { simulateWorld } from '../../../harness/world/simulate.ts';
import { outcomes } from './outcomes.ts';

const SEED = 5;

/** Last come, first served, by whoever has just become idle: as unlike the recorded routing as may be. */
const backwards: RoutingPolicy = {
  route({ waiting, idle }) {
    const conversation = [...waiting.values()].at(-1)!;
    const agent = [...idle.values()].reverse().find((candidate) => mayTake(candidate, conversation));
    return { matches: agent === undefined ? [] : [{ conversation: conversation.id, agent: agent.id }] };
  },
};

const nobody: RoutingPolicy = { route: () => ({ matches: [] }) };

const recorded = [...simulateWorld(retailBank, SEED)];
const other = [...simulateWorld(retailBank, SEED, { routing: backwards })];

/** Talk time in milliseconds by conversation and agent. */
function talkTimes(events: readonly RoutingEvent[]): Map<string, number> {
  const answered = new Map<string, RoutingEvent & { type: 'conversation.answered' }>();
  const times = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'conversation.answered') answered.set(event.conversation, event);
    const begun = event.type === 'conversation.ended' ? answered.get(event.conversation) : undefined;
    if (begun !== undefined) times.set(`${begun.conversation} ${begun.agent}`, event.at - begun.at);
  }
  return times;
}

describe('common random numbers: another routing', () => {
  it('changes the outcome', () => {
    const waits = (events: readonly RoutingEvent[]) => [...outcomes(events)].map(({ waitMs }) => waitMs);
    expect(waits(other)).not.to.deep.equal(waits(recorded));
  });

  it('changes no arrival, no turn with the bot and no entry into a queue', () => {
    const upToTheQueue = (events: readonly RoutingEvent[]) =>
      events.filter(({ type }) =>
        ['conversation.started', 'bot.turn', 'conversation.transferred', 'conversation.queued'].includes(
          type,
        ),
      );
    expect(upToTheQueue(other)).to.deep.equal(upToTheQueue(recorded));
  });

  it('changes no patience', () => {
    const patience = new Map(
      [...outcomes(simulateWorld(retailBank, SEED, { routing: nobody }))].map((o) => [
        o.conversation,
        o.waitMs,
      ]),
    );
    for (const events of [recorded, other]) {
      for (const { conversation, waitMs, isAnswered } of outcomes(events)) {
        if (isAnswered) expect(waitMs).to.be.at.most(patience.get(conversation)!);
        else expect(waitMs).to.equal(patience.get(conversation));
      }
    }
  });

  it('changes no handle time of a conversation with the same agent', () => {
    const [before, after] = [talkTimes(recorded), talkTimes(other)];
    const both = [...before.keys()].filter((pair) => after.has(pair));
    expect(both.length).to.be.above(30);
    for (const pair of both) expect(after.get(pair), pair).to.equal(before.get(pair));
  });
});
