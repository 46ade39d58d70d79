import { expect } from 'chai';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';
import { simulateWorld } from '../../../harness/world/simulate.ts';

describe('surveys', () => {
  const events = [...simulateWorld(retailBank, 2)];

  it('follow conversations that an agent has finished', () => {
    const answered = new Set<string>();
    const ended = new Set<string>();
    for (const event of events) {
      if (event.type === 'conversation.answered') answered.add(event.conversation);
      if (event.type === 'conversation.ended') ended.add(event.conversation);
      if (event.type !== 'conversation.surveyed') continue;
      expect(answered.has(event.conversation) && ended.has(event.conversation)).to.equal(true);
      expect(event.score).to.be.within(0, 100);
    }
  });

  it('go on the record of the agent at once, as a running mean', () => {
    const agentOf = new Map<string, string>();
    const record = new Map(
      retailBank.agents.map(({ id, csat = 0, csatSurveys = 0 }) => [id, { csat, csatSurveys }]),
    );
    let surveys = 0;
    events.forEach((event, index) => {
      if (event.type === 'conversation.answered') agentOf.set(event.conversation, event.agent!);
      if (event.type !== 'conversation.surveyed') return;
      surveys++;
      const agent = agentOf.get(event.conversation)!;
      const { csat, csatSurveys } = record.get(agent)!;
      const next = events[index + 1]!;
      const mean = (csat * csatSurveys + event.score) / (csatSurveys + 1);
      expect(next).to.include({ type: 'agent.updated', agent, at: event.at, csatSurveys: csatSurveys + 1 });
      const updated = (next as { csat: number }).csat;
      expect(updated).to.be.closeTo(mean, 0.006);
      record.set(agent, { csat: updated, csatSurveys: csatSurveys + 1 });
    });
    expect(surveys).to.be.above(50);
  });
});
