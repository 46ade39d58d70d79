import type { ObservedEvent } from '../../../../engine/exchange.ts';
import { expect } from 'chai';
import fc from 'fast-check';
import { foldConversation, newConversation } from '../../../../engine/conversation/conversation.ts';
import { ConversationBook } from '../../../../plugins/genesys/conversation/book.ts';
import { milestones } from '../../../../plugins/genesys/conversation/milestones.ts';
import { snapshotOf, type ToldConversation } from '../../../../plugins/genesys/conversation/snapshot.ts';
import { genesysDefaults } from '../../../../plugins/genesys/settings.ts';
import { agent, customer, deliveries, histories, iso, names, queue, start, told } from '../told.ts';

const { reading } = genesysDefaults;
const newBook = (): ConversationBook => new ConversationBook(names, reading);

/** What each of these brings, kept at once. */
function tell(
  book: ConversationBook,
  frames: readonly ToldConversation[],
  source: 'frame' | 'read' = 'frame',
) {
  return frames.flatMap((frame, index) => {
    const { events, keep } = book.take(snapshotOf(frame)!, start + 100_000 + index, source);
    keep();
    return events;
  });
}

const inShort = (events: readonly ObservedEvent[]): unknown[] =>
  events.map(({ event }) => [event.type.replace('conversation.', ''), (event.at - start) / 1000]);

describe('a book of conversations', () => {
  it('tells a call that is answered', () => {
    const frames = [
      told('c-1', customer(1)),
      told('c-1', customer(1, { attributes: { intent: 'refund' } }), queue('q-1', 5)),
      told('c-1', customer(1, { attributes: { intent: 'refund' } }), queue('q-1', 5), agent('u-1')),
      told(
        'c-1',
        customer(1, { attributes: { intent: 'refund' }, endTime: iso(90) }),
        queue('q-1', 5, { endTime: iso(30) }),
        agent('u-1', 30, { endTime: iso(90) }),
      ),
    ];
    const events = tell(newBook(), frames);
    expect(events.map(({ event }) => event)).to.deep.equal([
      { type: 'conversation.started', at: start + 1000, conversation: 'c-1', mediaType: 'voice' },
      {
        ...{ type: 'conversation.queued', at: start + 5000, conversation: 'c-1', queue: 'Billing' },
        facts: { intent: 'refund' },
      },
      { type: 'conversation.answered', at: start + 30_000, conversation: 'c-1', agent: 'u-1' },
      { type: 'conversation.ended', at: start + 90_000, conversation: 'c-1' },
    ]);
    expect(events.map(({ source }) => source)).to.deep.equal(Array(4).fill('frame'));
    expect(events[1]!.observedAt).to.equal(start + 100_001);
  });

  for (const ids of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    it(`tells of the queue first when an agent answers in the same moment, whatever their ids (${ids.join()})`, () => {
      const [inQueue, byAgent] = [{ id: ids[0], endTime: iso(5) }, { id: ids[1] }];
      const frame = told('c-1', customer(1), agent('u-1', 5, byAgent), queue('q-1', 5, inQueue));
      expect(inShort(tell(newBook(), [frame]))).to.deep.equal([
        ['started', 1],
        ['queued', 5],
        ['answered', 5],
      ]);
    });
  }

  for (const [how, ended] of Object.entries({
    'still in the queue': {},
    'whose queue ends a moment earlier': { endTime: iso(59.2) },
  })) {
    it(`tells a customer who leaves ${how} as abandoned`, () => {
      const left = told('c-1', customer(0, { endTime: iso(60) }), queue('q-1', 5, ended));
      expect(inShort(tell(newBook(), [left]))).to.deep.equal([
        ['started', 0],
        ['queued', 5],
        ['abandoned', 60],
      ]);
    });
  }

  it('tells a customer who left the queue for a flow as ended', () => {
    const left = told('c-1', customer(0, { endTime: iso(60) }), queue('q-1', 5, { endTime: iso(20) }));
    expect(inShort(tell(newBook(), [left])).at(-1)).to.deep.equal(['ended', 60]);
  });

  it('tells a customer who leaves the second queue as abandoned, though an agent answered in the first', () => {
    const left = told(
      'c-1',
      customer(0, { endTime: iso(60) }),
      queue('q-1', 5, { endTime: iso(10) }),
      agent('u-1', 10, { endTime: iso(30) }),
      queue('q-2', 30, { endTime: iso(60) }),
    );
    expect(inShort(tell(newBook(), [left])).at(-1)).to.deep.equal(['abandoned', 60]);
  });

  it('tells who sent a conversation to a queue, where it was a bot or an agent', () => {
    const bot = { id: 'bot', purpose: 'bot', connectedTime: iso(1) };
    const frame = told(
      'c-1',
      customer(0),
      bot,
      queue('q-1', 10, { endTime: iso(20) }),
      agent('u-1', 20, { endTime: iso(40) }),
      queue('q-2', 40),
    );
    const transfers = tell(newBook(), [frame]).flatMap(({ event }) =>
      event.type === 'conversation.transferred' ? [[event.by, event.queue]] : [],
    );
    expect(transfers).to.deep.equal([
      ['bot', 'Billing'],
      ['agent', 'Support'],
    ]);
  });

  it('tells each thing once, however often and in whatever order it is told', () => {
    const property = histories().chain((history) =>
      fc.tuple(
        fc.constant(history),
        deliveries(history.length).map((order) => order.map((index) => history[index]!)),
      ),
    );
    fc.assert(
      fc.property(property, ([history, frames]) => {
        const happened = (events: readonly ObservedEvent[]): string[] =>
          events
            .map(({ event }) => event)
            .filter(({ type }) => type !== 'conversation.facts')
            .map((event) => JSON.stringify({ ...event, facts: undefined }))
            .sort();
        const whole = milestones(snapshotOf(history.at(-1)!)!, names, reading.botPurposes);
        const expected = whole.map(({ event }) => JSON.stringify(event)).sort();
        expect(happened(tell(newBook(), frames))).to.deep.equal(expected);
      }),
    );
  });

  it('leaves the engine, after a read of the latest, where being told in order leaves it', () => {
    const property = histories().chain((history) =>
      fc.tuple(
        fc.constant(history),
        deliveries(history.length).map((order) => order.map((index) => history[index]!)),
      ),
    );
    fc.assert(
      fc.property(property, ([history, frames]) => {
        const state = (told: readonly ToldConversation[]) => {
          const book = newBook();
          const events = [...tell(book, told), ...tell(book, [history.at(-1)!], 'read')];
          const folded = events.map(({ event }) => event).reduce(foldConversation, newConversation('c-1'));
          return { ...folded, factsVersion: 0 };
        };
        expect(state(frames)).to.deep.equal(state(history));
      }),
    );
  });

  it('tells again what was not kept', () => {
    const book = newBook();
    const snapshot = snapshotOf(told('c-1', customer(0)))!;
    const first = book.take(snapshot, start, 'frame');
    const second = book.take(snapshot, start, 'frame');
    expect(second.events).to.deep.equal(first.events).and.to.have.length(1);
    second.keep();
    expect(book.take(snapshot, start, 'frame').events).to.deep.equal([]);
  });

  it('knows which are open, and forgets those over', () => {
    const book = newBook();
    tell(book, [told('c-1', customer(0)), told('c-2', customer(0, { endTime: iso(1) }))]);
    expect(book.open).to.deep.equal(['c-1']);
    book.forget(start + 200_000);
    expect([book.folded('c-1') === undefined, book.folded('c-2') === undefined]).to.deep.equal([false, true]);
  });

  it('tells what routing asks for by name, attributes first, and refuses what is no fact', () => {
    const routed = queue('q-1', 5, {
      conversationRoutingData: {
        skills: [{ id: 's-2' }, { id: 's-1' }],
        language: { id: 'l-2' },
        priority: 3,
      },
    });
    const noted = customer(0, { attributes: { intentConfidence: '1.7', priority: 'HIGH', intent: '' } });
    const [, queued] = tell(newBook(), [told('c-1', noted, routed)]);
    expect(queued!.event).to.have.deep.property('facts', {
      ...{ priority: 'high', requiredSkills: ['Cards', 'Refunds'], language: 'de-DE' },
    });
    expect(queued!.problems!.map(({ message }) => message)).to.deep.equal([
      'intentConfidence of conversation c-1 must be from 0 to 1, not 1.7',
    ]);
  });

  it('tells facts that change later', () => {
    const book = newBook();
    const frame = (intent: string) => told('c-1', customer(0, { attributes: { intent } }), queue('q-1', 5));
    tell(book, [frame('card')]);
    const [changed] = tell(book, [frame('refund')], 'read');
    expect(changed!.event).to.deep.include({ type: 'conversation.facts', facts: { intent: 'refund' } });
  });

  it('tells no fact of which it is not known whether it is the latest', () => {
    for (const order of [
      ['card', 'refund'],
      ['refund', 'card'],
    ]) {
      const book = newBook();
      const frame = (intent: string) => told('c-1', customer(0, { attributes: { intent } }), queue('q-1', 5));
      tell(book, [frame(order[0]!)]);
      expect(tell(book, [frame(order[1]!)])).to.deep.equal([]);
    }
  });

  it('masks whatever an attribute tells, and quotes nothing of what is refused', () => {
    const attributeFacts = {
      who: 'customerSegment',
      where: 'queue',
      needs: 'requiredSkills',
      long: 'intent',
    };
    const book = new ConversationBook(names, { ...genesysDefaults.reading, attributeFacts });
    const number = 'call 415 555 2671';
    const attributes = { who: 'ana@example.com', where: number, needs: `Cards, ${number}` };
    const long = `${number} `.repeat(1000);
    const frame = told('c-1', customer(0, { attributes: { ...attributes, long } }));
    const { events } = book.take(snapshotOf(frame)!, start, 'frame');
    expect(events[0]!.event).to.deep.include({
      facts: {
        ...{ customerSegment: '<email>', queue: 'call <phone>' },
        requiredSkills: ['Cards', 'call <phone>'],
      },
    });
    expect(JSON.stringify(events)).not.to.contain('415');
  });

  it('believes the customer’s attributes before those of others', () => {
    const bot = {
      id: 'bot',
      purpose: 'bot',
      connectedTime: iso(-1),
      attributes: { intent: 'old', language: 'en-US' },
    };
    const [started] = tell(newBook(), [told('c-1', bot, customer(0, { attributes: { intent: 'new' } }))]);
    expect(started!.event).to.have.deep.property('facts', { intent: 'new', language: 'en-US' });
  });
});
