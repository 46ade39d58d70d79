import { expect } from 'chai';
import { foldConversation, newConversation } from '../../../engine/conversation/conversation.ts';
import { conversationFactAt } from '../../../engine/conversation/factsAt.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { Floor } from '../../../engine/conversation/floor.ts';

const fold = (...events: readonly RoutingEvent[]) => events.reduce(foldConversation, newConversation('c'));
const queued: RoutingEvent = { type: 'conversation.queued', at: 1000, conversation: 'c', queue: 'Cards' };
const answered: RoutingEvent = { type: 'conversation.answered', at: 5000, conversation: 'c', agent: 'a' };

describe('a conversation', () => {
  it('waits from the moment it enters a queue, and no longer once answered', () => {
    expect(conversationFactAt(fold(queued), 4000, 'waitSeconds')).to.equal(3);
    expect(conversationFactAt(fold(queued, answered), 9000, 'waitSeconds')).to.equal(undefined);
  });

  it('is not answered twice, nor revived when it is over', () => {
    const ended: RoutingEvent = { type: 'conversation.ended', at: 9000, conversation: 'c' };
    expect(fold(queued, answered, { ...answered, agent: 'b' }).agent).to.equal('a');
    expect(fold(queued, ended, answered).phase).to.equal('over');
    expect(fold(queued, ended, { ...queued, at: 10_000 }).phase).to.equal('over');
  });

  it('enters a queue once, however often it is told', () => {
    expect(fold(queued, queued).queueEntries).to.equal(1);
    expect(fold(queued, { ...queued, at: 2000 }).queueEntries).to.equal(2);
  });

  it('forgets a turn’s facts when the next begins, and keeps all others', () => {
    const turn = (facts: object): RoutingEvent => ({
      type: 'bot.turn',
      at: 1,
      conversation: 'c',
      facts: facts as never,
    });
    const { facts, botTurns } = fold(turn({ sentiment: 0.1, priority: 'high' }), turn({ utterance: 'hi' }));
    expect(facts).to.deep.equal({ priority: 'high', utterance: 'hi' });
    expect(botTurns).to.equal(2);
  });
});

describe('the floor', () => {
  it('keeps since when an agent is idle, through updates that leave it so', () => {
    const floor = new Floor();
    floor.fold({ type: 'agent.updated', at: 1000, agent: 'a', status: 'IDLE', skills: { Cards: 3 } });
    floor.fold({ type: 'agent.updated', at: 2000, agent: 'a', csat: 80 });
    floor.fold({ type: 'agent.updated', at: 3000, agent: 'a', status: 'IDLE' });
    expect(floor.agents()[0]).to.deep.include({ idleSince: 1000, csat: 80, skills: { Cards: 3 } });
    floor.fold({ type: 'agent.updated', at: 4000, agent: 'a', status: 'INTERACTING' });
    expect(floor.agents()[0]!.idleSince).to.equal(undefined);
    floor.fold({ type: 'agent.updated', at: 5000, agent: 'a', status: 'IDLE' });
    expect(floor.agents()[0]!.idleSince).to.equal(5000);
  });

  it('credits a conversation to who answered it, once, however often it is told', () => {
    const floor = new Floor();
    floor.fold(answered);
    floor.fold(answered);
    floor.fold({ type: 'conversation.ended', at: 8000, conversation: 'c' });
    floor.fold({ type: 'conversation.ended', at: 8000, conversation: 'c' });
    expect(floor.agents()[0]).to.deep.include({ conversationsHandled: 1, lastHandledAt: 8000 });
  });

  it('keeps since when the platform is unseen, and when each fact of a queue was observed', () => {
    const floor = new Floor({ keepsAges: true });
    expect(floor.unseenSince).to.equal(undefined);
    floor.fold({ type: 'platform.unseen', at: 1000 });
    floor.fold({ type: 'platform.unseen', at: 2000 });
    expect(floor.unseenSince).to.equal(1000);
    floor.fold({ type: 'platform.seen', at: 3000 });
    expect(floor.unseenSince).to.equal(undefined);
    floor.fold({ type: 'queue.observed', at: 1000, queue: 'Q', facts: { serviceLevel: 1, queueOpen: true } });
    floor.fold({ type: 'queue.observed', at: 2000, queue: 'Q', facts: { serviceLevel: 1 } });
    const observed = ['serviceLevel', 'queueOpen', 'agentsIdle'].map((fact) => floor.observedAt('Q', fact));
    expect(observed).to.deep.equal([2000, 1000, undefined]);
    expect(floor.observedAt('R', 'serviceLevel')).to.equal(undefined);
    expect(floor.queueVersion('Q')).to.equal(2);
  });

  it('gives agents in order of pseudonym, whoever was heard of first', () => {
    const floor = new Floor();
    for (const agent of ['b', 'c', 'a']) floor.fold({ type: 'agent.updated', at: 1, agent });
    expect(floor.agents().map(({ id }) => id)).to.deep.equal(['a', 'b', 'c']);
  });
});
