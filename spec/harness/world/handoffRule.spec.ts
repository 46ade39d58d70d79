import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { newConversation, foldConversation } from '../../../engine/conversation/conversation.ts';
import { retailBank } from '../../../harness/world/scenarios/retailBank.ts';
import { simulateWorld } from '../../../harness/world/simulate.ts';

const rule = retailBank.bot!.handoff;

describe('the recorded bot', () => {
  const sessions = Map.groupBy(
    simulateWorld(retailBank, 3).filter((event) => 'conversation' in event),
    (event) => (event as { conversation: string }).conversation,
  );
  const withBot = [...sessions.values()].filter((events) => events.some(({ type }) => type === 'bot.turn'));
  const turns = (events: readonly RoutingEvent[]) => events.filter((event) => event.type === 'bot.turn');

  it('hands off by its rule and no other', () => {
    const handedOff = withBot.filter((events) =>
      events.some(({ type }) => type === 'conversation.transferred'),
    );
    expect(handedOff.length).to.be.above(50);
    for (const events of handedOff) {
      const { facts } = turns(events).at(-1)!;
      const state = turns(events).reduce(foldConversation, newConversation('c'));
      const asked =
        facts['intent'] === 'agent_request' && Number(facts['intentConfidence']) >= rule.personConfidence;
      expect(
        asked || state.noMatchCount === rule.noMatchesInARow || state.botTurns === rule.maximumTurns,
        JSON.stringify(facts),
      ).to.equal(true);
    }
  });

  it('keeps some angry customers too long', () => {
    const angryAndKept = withBot.filter((events) =>
      turns(events)
        .slice(0, -2)
        .some(({ facts }) => Number(facts['sentiment']) < 0.25),
    );
    expect(angryAndKept.length).to.be.above(10);
  });

  it('contains others, who are gone without having waited', () => {
    const contained = withBot.filter(
      (events) => !events.some(({ type }) => type === 'conversation.transferred'),
    );
    expect(contained.length).to.be.above(50);
    for (const events of contained) expect(events.at(-1)!.type).to.equal('conversation.ended');
  });
});
