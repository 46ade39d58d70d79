import type { Distribution } from '../../../harness/world/random/distribution.ts';
import type { Scenario } from '../../../harness/world/scenario.ts';

/** The unit of time of the textbook formulas, in seconds. */
export const UNIT_SECONDS = 60;

/** A day of 1,440 units. */
const UNITS_PER_DAY = 86_400 / UNIT_SECONDS;

/**
 * M/M/n, or M/M/n+M where customers lose patience, as a scenario: one queue, agents all alike and always there.
 * @param rates per unit: arrivals, services of one agent, and abandonments of one waiting customer.
 */
export function singleQueue(
  rates: { readonly arrivals: number; readonly services: number; readonly abandonments?: number },
  agents: number,
  days: number,
): Scenario {
  const patience: Distribution =
    rates.abandonments === undefined ? { kind: 'never' } : exponential(1 / rates.abandonments);
  return {
    name: 'one queue',
    startsAt: '2026-03-02T00:00:00.000Z',
    days,
    arrivals: { perDay: rates.arrivals * UNITS_PER_DAY, halfHourShares: Array<number>(48).fill(1) },
    customers: {
      messageShare: 0,
      languages: [{ name: 'en-US', share: 1 }],
      segments: [{ name: 'everyday', share: 1 }],
      intents: [{ name: 'any', share: 1, queue: 'Q', requiredSkills: [], botSettles: 0, utterances: {} }],
    },
    menu: { time: { kind: 'constant', seconds: 0 }, intentKnown: 1, otherwiseQueue: 'Q' },
    queues: [
      {
        name: 'Q',
        slaTarget: '80/20',
        opens: '00:00',
        closes: '24:00',
        talk: exponential(1 / rates.services),
        afterCall: { kind: 'constant', seconds: 0 },
        patience,
      },
    ],
    agents: Array.from({ length: agents }, (_, index) => ({
      id: `agent-${index}`,
      queues: ['Q'],
      skills: {},
      languages: { 'en-US': 5 },
    })),
  };
}

function exponential(meanUnits: number): Distribution {
  return { kind: 'exponential', meanSeconds: meanUnits * UNIT_SECONDS };
}
