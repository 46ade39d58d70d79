import { expect } from 'chai';
import fc from 'fast-check';
import { foldConversation, newConversation, newIn } from '../../../engine/conversation/conversation.ts';
import type { MessageReceipt, MessageSent } from '../../../engine/conversation/events.ts';
import { conversationFactAt } from '../../../engine/conversation/factsAt.ts';
import {
  countsOf,
  foldReceipt,
  foldSent,
  messageReceipts,
  type Messages,
} from '../../../engine/conversation/messages.ts';

type Told = MessageSent | MessageReceipt;

const sent = (message: string, at: number, more: Partial<MessageSent> = {}): MessageSent => ({
  ...{ type: 'message.sent', at, conversation: 'c', message, direction: 'outbound', attachments: 0 },
  ...more,
});
const receipt = (message: string, at: number, kind: MessageReceipt['receipt']): MessageReceipt => ({
  ...{ type: 'message.receipt', at, conversation: 'c', message, receipt: kind },
});
const one = (before: Messages | undefined, event: Told): Messages =>
  event.type === 'message.sent' ? foldSent(before, event) : foldReceipt(before, event);
const fold = (...events: readonly Told[]): Messages => events.reduce(one, { known: {} });

describe('a message', () => {
  it('is known by when it was sent, delivered and read, and with what', () => {
    const { known } = fold(
      sent('m', 1, { attachments: 2 }),
      receipt('m', 3, 'delivered'),
      receipt('m', 9, 'read'),
    );
    expect(known['m']).to.deep.equal({
      ...{ sentAt: 1, direction: 'outbound', attachments: 2 },
      ...{ deliveredAt: 3, readAt: 9 },
    });
  });

  it('that was read was delivered by then', () => {
    expect(fold(sent('m', 1), receipt('m', 9, 'read')).known['m']).to.include({ deliveredAt: 9, readAt: 9 });
    const late = fold(sent('m', 1), receipt('m', 9, 'read'), receipt('m', 4, 'delivered'));
    expect(late.known['m']).to.include({ deliveredAt: 4, readAt: 9 });
  });

  it('may fail, and its receipt may come before it', () => {
    const early = fold(receipt('m', 5, 'failed'));
    expect(early.known['m']).to.deep.equal({ failedAt: 5 });
    expect(countsOf(early)).to.deep.equal({ messages: 0, attachments: 0 });
    expect(foldSent(early, sent('m', 2)).known['m']).to.include({ failedAt: 5, sentAt: 2 });
  });

  it('says nothing the second time', () => {
    const conversation = [sent('m', 1), receipt('m', 3, 'delivered')].reduce(
      foldConversation,
      newConversation('c'),
    );
    expect(newIn(conversation, sent('m', 1))).to.equal(undefined);
    expect(newIn(conversation, receipt('m', 3, 'delivered'))).to.equal(undefined);
    expect(newIn(conversation, receipt('m', 4, 'delivered'))).to.equal(undefined);
    expect(newIn(conversation, receipt('m', 4, 'read'))).not.to.equal(undefined);
    expect(newIn(conversation, sent('n', 1))).not.to.equal(undefined);
  });

  it('counts among the conversation’s, which are missing until one is told of', () => {
    const facts = (...events: readonly Told[]): unknown[] => {
      const now = events.reduce(foldConversation, newConversation('c'));
      return ['messageCount', 'attachmentCount'].map((fact) => conversationFactAt(now, 10, fact));
    };
    expect(facts()).to.deep.equal([undefined, undefined]);
    expect(facts(sent('m', 1, { attachments: 2 }), sent('n', 2), sent('m', 1))).to.deep.equal([2, 2]);
    const versions = [newConversation('c'), foldConversation(newConversation('c'), sent('m', 1))];
    expect(versions[1]!.factsVersion).to.be.greaterThan(versions[0]!.factsVersion);
  });

  it('ends as it does in whatever order, and however often, its events are told', () => {
    const at = fc.nat(5);
    const message = fc.constantFrom('m', 'n', '__proto__');
    const told: fc.Arbitrary<Told> = fc.oneof(
      fc
        .tuple(message, at, fc.constantFrom('inbound', 'outbound'), fc.nat(2))
        .map(([id, when, direction, attachments]) => sent(id, when, { direction, attachments })),
      fc
        .tuple(message, at, fc.constantFrom(...messageReceipts))
        .map(([id, when, kind]) => receipt(id, when, kind)),
    );
    const orders = fc
      .array(told, { minLength: 1, maxLength: 10 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.array(fc.constantFrom(...all), { maxLength: 10 }),
        ),
      );
    fc.assert(
      fc.property(orders, ([all, shuffled, again]) => {
        expect(fold(...again, ...shuffled, ...again)).to.deep.equal(fold(...all));
      }),
    );
  });
});

describe('the messages of a long conversation', () => {
  const inbound = (index: number): MessageSent =>
    sent(`i-${index}`, index, { direction: 'inbound', attachments: 1 });

  it('are bounded, and counted all the same', () => {
    let messages = fold(sent('awaited', 0));
    for (let index = 1; index <= 5000; index++) {
      messages = foldSent(messages, inbound(index));
      expect(Object.keys(messages.known).length).to.be.at.most(400);
    }
    expect(countsOf(messages)).to.deep.equal({ messages: 5001, attachments: 5000 });
    expect(messages.known).to.have.property('awaited');
    expect(foldSent(messages, inbound(1)), 'a dropped one told again').to.equal(messages);
    expect(foldSent(messages, inbound(4999)), 'a kept one told again').to.equal(messages);
  });

  it('are bounded though nothing ever becomes of them', () => {
    let messages = fold();
    for (let index = 0; index < 1000; index++) messages = foldSent(messages, sent(`m-${index}`, index));
    expect(Object.keys(messages.known).length).to.be.at.most(400);
    expect(messages.known).to.have.property('m-999');
    expect(countsOf(messages).messages).to.equal(1000);
    for (let index = 0; index < 1000; index++)
      messages = one(messages, receipt(`r-${index}`, index, 'delivered'));
    expect(Object.keys(messages.known).length).to.be.at.most(400);
  });
});
