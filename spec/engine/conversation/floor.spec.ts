import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { works } from '../../../engine/conversation/crews.ts';
import { Floor, type Agent } from '../../../engine/conversation/floor.ts';

/** Few agents, queues and conversations: so they meet. */
const agent = fc.constantFrom('b', 'a', 'd', 'c');
const queues = fc.option(fc.subarray(['Cards', 'Loans', 'General']), { nil: undefined });
const conversation = fc.constantFrom('c-1', 'c-2');
const event: fc.Arbitrary<RoutingEvent> = fc.oneof(
  fc
    .record({
      ...{ type: fc.constant('agent.updated' as const), at: fc.nat(1000), agent },
      ...{ status: fc.constantFrom('IDLE' as const, 'INTERACTING' as const), queues },
    })
    .map(({ queues: named, ...rest }) => ({ ...rest, ...(named === undefined ? {} : { queues: named }) })),
  fc.record({ type: fc.constant('conversation.answered' as const), at: fc.nat(1000), conversation, agent }),
  fc.record({ type: fc.constant('conversation.ended' as const), at: fc.nat(1000), conversation }),
);
/** An event, or a look at who is there. */
const steps = fc.array(fc.oneof(event, fc.constantFrom('Cards', 'Loans', 'General', '')), { maxLength: 60 });

describe('the floor, of many agents', () => {
  it('gives the agents of a queue, and those of whom it is not known, in order; what it has given stays', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const floor = new Floor();
        const given: { readonly agents: readonly Agent[]; readonly copy: readonly Agent[] }[] = [];
        for (const step of all) {
          if (typeof step !== 'string') floor.fold(step);
          else {
            const agents = step === '' ? floor.agents() : floor.agentsOf(step);
            given.push({ agents, copy: [...agents] });
            const everybody = floor.agents();
            expect(agents).to.deep.equal(everybody.filter((one) => step === '' || works(one, step)));
            expect(everybody.map(({ id }) => id)).to.deep.equal(everybody.map(({ id }) => id).toSorted());
            expect(floor.agentCount).to.equal(everybody.length);
          }
        }
        for (const { agents, copy } of given) expect(agents).to.deep.equal(copy);
      }),
    );
  });

  it('takes in a large floor without looking at all of it for each agent', () => {
    const floor = new Floor();
    for (let next = 0; next < 100_000; next++)
      floor.fold({ type: 'agent.updated', at: 0, agent: `agent-${next}`, queues: [`queue ${next % 1000}`] });
    expect(floor.agentsOf('queue 7').map(({ id }) => id)).to.have.length(100);
    expect(floor.agents()[2]!.id).to.equal('agent-10');
  });
});
