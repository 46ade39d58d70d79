import { expect } from 'chai';
import { checkScenario } from '../../../harness/world/checkScenario.ts';
import type { AgentModel, Scenario } from '../../../harness/world/scenario.ts';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';

const [agent] = retailBank.agents;

function withAgent(change: Partial<AgentModel>): Scenario {
  return { ...retailBank, agents: [{ ...agent!, ...change }] };
}

describe('checkScenario', () => {
  it('lets the shipped scenario pass', () => {
    expect(() => checkScenario(retailBank)).not.to.throw();
  });

  const wrong: [what: string, scenario: Scenario, message: string][] = [
    ['a start that is no moment', { ...retailBank, startsAt: '2026-03-02' }, 'startsAt 2026-03-02'],
    ['no day at all', { ...retailBank, days: 0 }, 'days must be'],
    ['an unknown queue', withAgent({ queues: ['Card'] }), 'agent agent-01 names the queue Card'],
    ['a proficiency off the scale', withAgent({ skills: { Cards: 6 } }), 'Cards must be from 0 to 5, not 6'],
    [
      'a shift that ends first',
      withAgent({ shift: { from: '12:00', to: '08:00', breaks: [] } }),
      'must end after',
    ],
    [
      'a break outside the shift',
      withAgent({ shift: { from: '08:00', to: '12:00', breaks: [{ at: '11:50', minutes: 15 }] } }),
      'breaks lie within',
    ],
  ];
  for (const [what, scenario, message] of wrong) {
    it(`refuses ${what}`, () => {
      expect(() => checkScenario(scenario)).to.throw(message);
    });
  }
});
