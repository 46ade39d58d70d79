import { expect } from 'chai';
import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { segmentArrays, type Segment } from '../../../harness/columns/segment.ts';
import { encodeSegment, SegmentBuilder, segmentEvents } from '../../../harness/columns/segmentBuilder.ts';
import { eventBatches, eventsOf } from '../../../harness/columns/segmentEvents.ts';
import { RecordingReader } from '../../../harness/recording/read.ts';
import { anyEvent } from './anyEvents.ts';

const ended = (index: number): RoutingEvent => ({
  at: index,
  type: 'conversation.ended',
  conversation: `c-${index % 9000}`,
});

describe('a segment of events', () => {
  it('gives back what was put in, with every key in its place, whatever the events', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const decoded = eventsOf(encodeSegment(events));
        expect(decoded).to.deep.equal(events);
        expect(JSON.stringify(decoded)).to.equal(JSON.stringify(events));
      }),
    );
  });

  it('tells a number from a text of the same name, and a text from a list that reads the same', () => {
    const events = [1, '1', '["a"]', ['a'], null, 'null', true, 'true'].map((agent) => ({
      at: 1,
      type: 'conversation.answered',
      conversation: 'c',
      agent,
    }));
    expect(eventsOf(encodeSegment(events as RoutingEvent[]))).to.deep.equal(events);
  });

  it('gives back what the reader reads, whatever the order of keys in the recording', async () => {
    const events: RoutingEvent[] = [];
    for await (const batch of new RecordingReader('fixtures/retail-bank-day.ndjson.gz').batches())
      events.push(...batch);
    expect(eventsOf(encodeSegment(events))).to.deep.equal(events);
    const turned = events.map((event) => Object.fromEntries(Object.entries(event).reverse()));
    expect(eventsOf(encodeSegment(turned as unknown as RoutingEvent[]))).to.deep.equal(events);
  });

  it('is the same to the last byte whenever it holds the same events', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        expect(encodeSegment(structuredClone(events))).to.deep.equal(encodeSegment(events));
      }),
      { numRuns: 200 },
    );
  });

  it('gives its events in batches, all of them, as many as it can hold', () => {
    const events = Array.from({ length: segmentEvents }, (_, index) => ended(index));
    const batches = [...eventBatches(encodeSegment(events))];
    expect(batches.length).to.be.above(1);
    expect(batches.flat()).to.deep.equal(events);
    expect(() => encodeSegment([...events, ended(0)])).to.throw(RangeError);
  });

  it('is full with its most events, or with as much text as it may hold', () => {
    const builder = new SegmentBuilder();
    expect(builder.isEmpty).to.equal(true);
    let events = 0;
    for (; !builder.isFull; events++) builder.append(ended(events));
    expect(events).to.equal(segmentEvents);
    const wordy = new SegmentBuilder();
    for (events = 0; !wordy.isFull; events++) {
      const utterance = `${events}`.padEnd(10_000, 'x');
      wordy.append({ at: events, type: 'bot.turn', conversation: 'c', facts: { utterance } });
    }
    expect(events).to.be.within(400, 450);
  });

  it('can be handed over without copying', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const segment = encodeSegment(events);
        const transfer = segmentArrays(segment).map(({ buffer }) => buffer as ArrayBuffer);
        const received: Segment = structuredClone(segment, { transfer });
        expect(transfer.every((buffer) => buffer.detached)).to.equal(true);
        expect(eventsOf(received)).to.deep.equal(events);
      }),
      { numRuns: 50 },
    );
  });

  it('spells texts, lists and proficiencies once, and shares them among events', () => {
    const events: RoutingEvent[] = [0, 1].map((index) => ({
      at: index,
      type: 'agent.updated',
      agent: 'a',
      queues: ['Cards', 'Loans'],
      skills: { Cards: 3 },
    }));
    const [first, second] = eventsOf(encodeSegment(events)) as [RoutingEvent, RoutingEvent];
    if (first.type !== 'agent.updated' || second.type !== 'agent.updated') throw new Error('not agents');
    expect(first.queues).to.equal(second.queues);
    expect(first.skills).to.equal(second.skills);
  });
});
