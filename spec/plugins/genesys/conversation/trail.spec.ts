import { expect } from 'chai';
import fc from 'fast-check';
import {
  foldConversation,
  newConversation,
  type Conversation,
} from '../../../../engine/conversation/conversation.ts';
import type { ObservedEvent } from '../../../../engine/exchange.ts';
import { ConversationBook } from '../../../../plugins/genesys/conversation/book.ts';
import { snapshotOf, type ToldConversation } from '../../../../plugins/genesys/conversation/snapshot.ts';
import { genesysDefaults } from '../../../../plugins/genesys/settings.ts';
import { agent, customer, deliveries, histories, iso, names, queue, start, told } from '../told.ts';

const { reading } = genesysDefaults;
const followed = { followParticipants: true, followMessages: true };
const newBook = (): ConversationBook => new ConversationBook(names, reading, followed);

function tell(book: ConversationBook, ...frames: readonly ToldConversation[]): ObservedEvent[] {
  return frames.flatMap((frame, index) => {
    const { events, keep } = book.take(snapshotOf(frame)!, start + 100_000 + index, 'frame');
    keep();
    return [...events];
  });
}

const inShort = (events: readonly ObservedEvent[], type: string): unknown[] =>
  events.flatMap(({ event }) => {
    if (event.type !== type) return [];
    const told = Object.entries(event).filter(([name]) => !['type', 'conversation', 'at'].includes(name));
    return [{ ...Object.fromEntries(told), second: (event.at - start) / 1000 }];
  });

type Leg = NonNullable<NonNullable<ToldConversation['participants']>[number]['messages']>[number];
type Detail = NonNullable<Leg['messages']>[number];
/** A customer, or an agent, who writes. */
const writing = (...messages: Detail[]) => ({
  calls: [],
  messages: [{ state: 'connected', messages }] as never,
});

describe('participants that Genesys Cloud tells of', () => {
  it('are rung, answer and leave; or never answer, and fail', () => {
    const book = newBook();
    const rung = told('c-1', customer(0), queue('q-1', 5), agent('u-1'));
    const missed = { id: 'u-1 agent', purpose: 'agent', userId: 'u-1', endTime: iso(20), calls: [] };
    const answered = told(
      'c-1',
      customer(0),
      queue('q-1', 5, { endTime: iso(30) }),
      missed,
      agent('u-2', 30),
    );
    const ended = told(
      'c-1',
      customer(0, { endTime: iso(60) }),
      queue('q-1', 5, { endTime: iso(30) }),
      missed,
      agent('u-2', 30, {
        endTime: iso(60),
        calls: [{ id: 'x', state: 'disconnected', disconnectType: 'transport.failure' }],
      }),
    );
    const events = tell(book, rung, answered, ended);
    const changes = inShort(events, 'participant.changed') as { participant: string; state: string }[];
    const of = (id: string) => changes.filter(({ participant }) => participant === id);
    expect(of('customer')).to.deep.equal([
      { participant: 'customer', purpose: 'customer', state: 'active', second: 0 },
      { participant: 'customer', purpose: 'customer', state: 'left', second: 60 },
    ]);
    expect(of('u-1 agent')).to.deep.equal([
      { participant: 'u-1 agent', purpose: 'agent', state: 'joined', second: 5 },
      { participant: 'u-1 agent', purpose: 'agent', state: 'failed', second: 20 },
    ]);
    expect(of('u-2 agent')).to.deep.equal([
      { participant: 'u-2 agent', purpose: 'agent', state: 'active', second: 30 },
      { participant: 'u-2 agent', purpose: 'agent', state: 'failed', second: 60 },
    ]);
    expect(of('q-1 at 5').map((one) => one.state)).to.deep.equal(['active', 'left']);
    expect(events.at(-1)!.event.type, 'nothing counts after the end').to.equal('conversation.ended');
  });

  it('go where the machine allows, in whatever order and however often frames come', () => {
    const property = histories().chain((history) =>
      fc.tuple(
        fc.constant(history),
        deliveries(history.length).map((order) => order.map((index) => history[index]!)),
      ),
    );
    const after = (events: readonly ObservedEvent[]): Conversation =>
      events
        .map(({ event }) => event)
        .filter(({ type }) => type === 'participant.changed')
        .reduce(foldConversation, newConversation('c-1'));
    fc.assert(
      fc.property(property, ([history, frames]) => {
        const [inOrder, inAnyOrder] = [after(tell(newBook(), ...history)), after(tell(newBook(), ...frames))];
        const states = ({ participants = {} }: Conversation) =>
          Object.fromEntries(Object.entries(participants).map(([id, { state }]) => [id, state]));
        // Whoever still rings is told by frames that came as far as each other only once.
        expect(states(inAnyOrder)).to.deep.equal(states(inOrder));
        for (const { refused } of Object.values(inAnyOrder.participants ?? {}))
          expect(refused).to.equal(undefined);
      }),
    );
  });
});

describe('messages that Genesys Cloud tells of', () => {
  it('are all told, with attachments, direction and what became of them', () => {
    const media = [{ id: 'f-1' }, { id: 'f-2' }];
    const frame = told(
      'c-1',
      customer(
        0,
        writing(
          { messageId: 'm-1', messageTime: iso(1), messageStatus: 'received', media },
          { messageId: 'm-2', messageTime: iso(2), messageStatus: 'received' },
        ),
      ),
      agent('u-1', 3, writing({ messageId: 'm-3', messageTime: iso(4), messageStatus: 'delivery-success' })),
    );
    const events = tell(newBook(), frame, frame);
    expect(inShort(events, 'message.sent')).to.deep.equal([
      { message: 'm-1', direction: 'inbound', attachments: 2, second: 1 },
      { message: 'm-2', direction: 'inbound', attachments: 0, second: 2 },
      { message: 'm-3', direction: 'outbound', attachments: 0, second: 4 },
    ]);
    // The platform says when it was sent, not when it was delivered: that it is known when it is told.
    expect(inShort(events, 'message.receipt')).to.deep.equal([
      { message: 'm-3', receipt: 'delivered', second: 100 },
    ]);
  });

  it('go on to be read, or fail, each told once', () => {
    const at = (messageStatus: NonNullable<Detail['messageStatus']>) =>
      told(
        'c-1',
        customer(0),
        agent('u-1', 3, writing({ messageId: 'm', messageTime: iso(4), messageStatus })),
      );
    const book = newBook();
    const events = tell(
      book,
      at('sent'),
      at('delivery-success'),
      at('read'),
      at('read'),
      at('delivery-success'),
    );
    expect(
      inShort(events, 'message.receipt').map((one) => (one as { receipt: string }).receipt),
    ).to.deep.equal(['delivered', 'read']);
    expect(inShort(tell(newBook(), at('delivery-failed')), 'message.receipt')).to.have.length(1);
  });

  it('without an id, a time or a status, or with broken ones, are told all the same, and told of', () => {
    const frame = told(
      'c-1',
      customer(0, writing({ messageTime: iso(1) }, { messageTime: 'yesterday' }, { messageId: 'm-3' }, {})),
      agent('u-1', 9, writing({})),
    );
    const events = tell(newBook(), frame);
    const sent = inShort(events, 'message.sent') as { message: string; direction: string; second: number }[];
    expect(new Set(sent.map(({ message }) => message)).size, 'ids do not collide').to.equal(5);
    expect(sent.map(({ second }) => second)).to.deep.equal([1, 1, 1, 1, 9]);
    expect(sent.map(({ direction }) => direction)).to.deep.equal([
      ...Array<string>(4).fill('inbound'),
      'outbound',
    ]);
    const codes = events.flatMap(({ problems = [] }) => problems.map(({ code }) => code));
    expect(codes).to.deep.equal(Array(4).fill('genesys-message-without-time'));
    expect(inShort(tell(newBook(), frame), 'message.sent'), 'the same ids every time').to.deep.equal(sent);
  });

  it('that are spoilt in whatever way are told, and keep nothing else from being told', () => {
    const spoilt = [
      null,
      {},
      { messageId: 7, media: 'none', messageStatus: 3 },
      { messageId: '', media: null },
    ];
    const fine = { messageId: 'm', messageTime: iso(2), messageStatus: 'received' };
    const frame = told('c-1', customer(0, writing(...(spoilt as Detail[]), fine)));
    const book = newBook();
    const sent = inShort(tell(book, frame), 'message.sent') as { message: string }[];
    expect(new Set(sent.map(({ message }) => message)).size).to.equal(5);
    expect(sent.at(-1)).to.deep.equal({ message: 'm', direction: 'inbound', attachments: 0, second: 2 });
    const legs = told('c-1', customer(0, { messages: [{ messages: null }, {}] as never }));
    expect(inShort(tell(newBook(), legs), 'message.sent')).to.deep.equal([]);
    const nameless = snapshotOf(told('c-1', customer(0, writing({ messageStatus: 'read' }))))!;
    expect(newBook().newReceipts(nameless), 'the platform could not be asked').to.deep.equal([]);
  });

  it('that two legs list are one message', () => {
    const frame = told(
      'c-1',
      customer(0, writing({ messageId: 'm', messageStatus: 'sent' })),
      agent('u-1', 3, writing({ messageId: 'm', messageTime: iso(4), messageStatus: 'read', media: [{}] })),
    );
    const events = tell(newBook(), frame);
    expect(inShort(events, 'message.sent')).to.deep.equal([
      { message: 'm', direction: 'outbound', attachments: 1, second: 4 },
    ]);
    expect(events.flatMap(({ problems = [] }) => problems)).to.deep.equal([]);
  });

  it('are received when they were, where that was asked for', () => {
    const frame = told(
      'c-1',
      agent('u-1', 3, writing({ messageId: 'm', messageTime: iso(4), messageStatus: 'read' })),
    );
    const [book, snapshot] = [newBook(), snapshotOf(frame)!];
    expect(book.newReceipts(snapshot)).to.deep.equal(['m']);
    const times = new Map([['m', { read: start + 7000 }]]);
    const { events, keep } = book.take(snapshot, start + 100_000, 'reconcile', times);
    keep();
    expect(inShort(events, 'message.receipt')).to.deep.equal([{ message: 'm', receipt: 'read', second: 7 }]);
    expect(book.newReceipts(snapshot)).to.deep.equal([]);
  });

  it('are not told where nobody reads of them', () => {
    const frame = told('c-1', customer(0, writing({ messageId: 'm-1', messageTime: iso(1) })));
    const book = new ConversationBook(names, reading);
    expect(tell(book, frame).map(({ event }) => event.type)).to.deep.equal(['conversation.started']);
    expect(book.newReceipts(snapshotOf(frame)!)).to.deep.equal([]);
  });
});
