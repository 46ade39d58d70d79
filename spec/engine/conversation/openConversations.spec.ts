import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { OpenConversations } from '../../../engine/conversation/openConversations.ts';

const event = (type: string, conversation = 'c', at = 1000): RoutingEvent =>
  ({ type, at, conversation, queue: 'Cards', mediaType: 'voice', facts: {}, agent: null }) as never;

function take(open: OpenConversations, ...events: readonly RoutingEvent[]): void {
  for (const one of events) {
    const before = open.of(one);
    if (before !== undefined) open.fold(before, one);
  }
}

describe('open conversations', () => {
  it('wait in their queue, longest first, until answered, transferred or gone', () => {
    const open = new OpenConversations();
    take(
      open,
      event('conversation.queued', 'b', 2000),
      event('conversation.queued', 'a', 2000),
      event('conversation.queued', 'c', 1000),
    );
    expect(open.waitingIn('Cards').map(({ id }) => id)).to.deep.equal(['c', 'a', 'b']);
    take(open, event('conversation.answered', 'a', 3000), event('conversation.abandoned', 'c', 3000));
    expect(open.waitingIn('Cards').map(({ id }) => id)).to.deep.equal(['b']);
  });

  it('do not begin with an answer, nor begin anew once over', () => {
    const open = new OpenConversations();
    expect(open.of(event('conversation.answered'))).to.equal(undefined);
    take(open, event('conversation.started'), event('conversation.ended'));
    for (const late of ['conversation.facts', 'conversation.queued', 'bot.turn', 'conversation.started']) {
      expect(open.of(event(late)), late).to.equal(undefined);
    }
  });

  it('are kept when they are over, where somebody asks for it, until nothing is awaited of them any more', () => {
    const awaited = new Set(['kept']);
    const forgotten: string[] = [];
    const open = new OpenConversations(undefined, {
      isKept: () => true,
      isAwaited: (conversation) => awaited.has(conversation),
      forgotten: (conversation) => void forgotten.push(conversation),
    });
    const beginAndEnd = (conversation: string): void =>
      take(open, event('conversation.started', conversation), event('conversation.ended', conversation));
    const pass = (from: number): void => {
      for (let index = 0; index < 30_001; index++) beginAndEnd(`c-${from + index}`);
    };
    for (const id of ['kept', 'other']) beginAndEnd(id);
    expect(open.of(event('message.receipt', 'other'))!.phase).to.equal('over');
    expect(open.of(event('conversation.queued', 'other'))).to.equal(undefined);
    pass(0);
    expect(open.of(event('message.receipt', 'kept'))!.phase).to.equal('over');
    expect(open.of(event('message.receipt', 'other'))).to.equal(undefined);
    awaited.clear();
    pass(100_000);
    expect(open.of(event('message.receipt', 'kept'))).to.equal(undefined);
    expect(forgotten).to.include.members(['kept', 'other']);
    expect(new Set(forgotten).size).to.equal(forgotten.length);
  });
});
