import { expect } from 'chai';
import type { Scenario, ShiftModel } from '../../../harness/world/scenario.ts';
import { simulateWorld } from '../../../harness/world/simulate.ts';
import { singleQueue } from './singleQueue.ts';

const shift: ShiftModel = { from: '08:00', to: '12:00', breaks: [{ at: '10:00', minutes: 15 }] };

function withShift(scenario: Scenario): Scenario {
  return { ...scenario, agents: scenario.agents.map((agent) => ({ ...agent, shift })) };
}

/** Changes of status as `08:00 IDLE`. */
function timeline(scenario: Scenario): string[] {
  return [...simulateWorld(scenario, 1)]
    .filter((event) => event.type === 'agent.updated')
    .map(({ at, status }) => `${new Date(at).toISOString().slice(11, 16)} ${status}`);
}

describe('shifts', () => {
  it('log in, break and log out by the clock, day after day', () => {
    const day = ['08:00 IDLE', '10:00 OFF_QUEUE', '10:15 IDLE', '12:00 OFF_QUEUE'];
    expect(timeline(withShift(singleQueue({ arrivals: 0, services: 1 }, 1, 2)))).to.deep.equal([
      ...day,
      ...day,
    ]);
  });

  it('let an agent finish a conversation first, and lose the break that it takes', () => {
    const [halfHours, conversationMinutes] = [Array<number>(48).fill(0), 100];
    halfHours[17] = 1;
    const scenario = withShift(singleQueue({ arrivals: 20 / 1440, services: 1 / conversationMinutes }, 1, 1));
    const [queue] = scenario.queues;
    const talk = { kind: 'constant', seconds: conversationMinutes * 60 } as const;
    const long = {
      ...scenario,
      arrivals: { ...scenario.arrivals, halfHourShares: halfHours },
      queues: [{ ...queue!, talk }],
    };
    const statuses = timeline(long).map((change) => change.slice(6));
    // 08:00 in; first conversation from about 08:30 to 10:10, over the break; second to 11:50; third past the end.
    expect(statuses).to.deep.equal([
      ...['IDLE', 'INTERACTING', 'OFF_QUEUE', 'IDLE', 'INTERACTING', 'IDLE', 'INTERACTING', 'OFF_QUEUE'],
    ]);
  });
});
