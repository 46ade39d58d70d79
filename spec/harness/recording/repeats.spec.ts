import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../../engine/canonical.ts';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { Repeats } from '../../../harness/recording/repeats.ts';

/** Which of the events repeat, by spelling every one of them out. */
function repeatsAmong(events: readonly RoutingEvent[]): boolean[] {
  const told = new Map<string, string>();
  return events.map((event) => {
    const spelt = canonicalJson(event);
    const subject = `${event.at} ${stateOf(event) ?? spelt}`;
    const isRepeat = told.get(subject) === spelt;
    told.set(subject, spelt);
    return isRepeat;
  });
}

function stateOf(event: RoutingEvent): string | undefined {
  if (event.type === 'agent.updated') return `agent ${event.agent}`;
  if (event.type === 'queue.observed') return `queue ${event.queue}`;
  if (event.type === 'platform.unseen' || event.type === 'platform.seen') return 'platform';
  return event.type === 'conversation.facts' ? `facts ${event.conversation}` : undefined;
}

/** Few subjects and few values, so that much repeats. */
const subject = fc.constantFrom('a', 'b', 'c');
const facts = fc.dictionary(
  fc.constantFrom('intent', 'sentiment', 'noMatch'),
  fc.constantFrom('x', '0', 0, -0, 1, true),
  {
    noNullPrototype: true,
  },
);
const lists = fc.array(subject, { maxLength: 2 });
const records = fc.dictionary(fc.constantFrom('0', 'a', 'b', '__proto__'), fc.constantFrom(0, -0, 1), {
  noNullPrototype: true,
});
const rest: fc.Arbitrary<object> = fc.oneof(
  fc.record({ type: fc.constantFrom('conversation.facts', 'bot.turn'), conversation: subject, facts }),
  fc.record({ type: fc.constantFrom('conversation.ended', 'conversation.abandoned'), conversation: subject }),
  fc.record({
    type: fc.constant('conversation.answered'),
    conversation: subject,
    agent: fc.option(fc.constantFrom('a', 'null')),
  }),
  fc.record({ type: fc.constant('queue.observed'), queue: subject, facts }),
  fc.record({ type: fc.constantFrom('platform.unseen', 'platform.seen') }),
  fc.record(
    { type: fc.constant('agent.updated'), agent: subject, queues: lists, skills: records },
    { requiredKeys: ['type', 'agent'] },
  ),
);
const moment = fc.tuple(fc.array(rest, { maxLength: 50, size: 'max' }), fc.boolean());

describe('repeated events', () => {
  it('are those whose spelling was told before, or was the last told of their state', () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 4 }), (moments) => {
        // In some objects the keys stand the other way round.
        const events = moments.flatMap(([some, isTurned], at) =>
          some.map((fields, index) => {
            const entries = Object.entries({ at, ...fields });
            return Object.fromEntries(isTurned && index % 2 === 0 ? entries.reverse() : entries);
          }),
        ) as unknown as RoutingEvent[];
        const repeats = new Repeats();
        const found = events.map((event) => repeats.isRepeat(event));
        expect(found).to.deep.equal(repeatsAmong(events));
        expect(repeats.count).to.equal(found.filter((isRepeat) => isRepeat).length);
      }),
    );
  });
});
