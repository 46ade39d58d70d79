import { expect } from 'chai';
import { QuestionBook } from '../../../composition/service/questionBook.ts';
import type { InboxEntry } from '../../../engine/store.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';

/** A turn that was told to ask. */
function asked(position: number, conversation: string): InboxEntry {
  const event = { type: 'bot.turn', at: 0, conversation, facts: {} } as const;
  const question = { request: `request ${position}`, actsBy: 'asker' } as const;
  const observed = { event, observedAt: 0, source: 'asked', asked: question };
  return { position, from: 'service', observed, receivedAt: 0 };
}

describe('the questions of a store', () => {
  it('are settled once each, several in one commit too', () => {
    const book = new QuestionBook(new VirtualClock());
    book.committed({ accepted: [asked(1, 'c-1'), asked(2, 'c-2'), asked(3, 'c-3')] });
    const decided = (...positions: readonly number[]) =>
      book.committed({ journal: positions.map((position) => ({ position, events: [] })) });
    expect(decided(1, 2)).to.equal(true);
    expect([1, 2, 3].map((one) => book.find(`request ${one}`)?.isSettled)).to.deep.equal([true, true, false]);
    // Nothing is remembered of them by their place.
    expect(decided(1, 2)).to.equal(false);
    expect(decided(3)).to.equal(true);
  });

  it('are those about conversations that are decided there', () => {
    const book = new QuestionBook(new VirtualClock(), (conversation) => conversation === 'c-1');
    book.committed({ accepted: [asked(1, 'c-1'), asked(2, 'c-2')] });
    expect([1, 2].map((one) => book.find(`request ${one}`) !== undefined)).to.deep.equal([true, false]);
  });
});
