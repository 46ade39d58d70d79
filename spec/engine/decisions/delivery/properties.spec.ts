import { expect } from 'chai';
import fc from 'fast-check';
import type { MessageReceipt, MessageSent, RoutingEvent } from '../../../../engine/conversation/events.ts';
import type { Decision } from '../../../../engine/decisions/policyRun.ts';
import { decideEvents } from '../../../../harness/replay/replay.ts';
import { decisionLine } from '../../../../engine/decisions/decisionLog.ts';
import { rightPolicy } from '../../policyText.ts';
import { courses, policyTexts } from './arbitraries.ts';

const policy = rightPolicy(...policyTexts);
const lines = (events: readonly RoutingEvent[]) => decideEvents(events, policy).map(decisionLine);
const ofDelivery = (events: readonly RoutingEvent[]) =>
  decideEvents(events, policy).filter(
    (decision): decision is Extract<Decision, { point: 'delivery' }> => decision.point === 'delivery',
  );
const within = { delivered: 300_000, read: 1_800_000 } as const;

/** What a leg comes to by its deadline, from the events alone; undefined while time has not come so far. */
function legOf(events: readonly RoutingEvent[], message: string, leg: 'delivered' | 'read') {
  const of = events.filter((event) => 'message' in event && event.message === message);
  const sentAt = Math.min(
    ...of.filter((event): event is MessageSent => event.type === 'message.sent').map(({ at }) => at),
  );
  const deadline = sentAt + within[leg];
  const receipts = of.filter((event): event is MessageReceipt => event.type === 'message.receipt');
  const settled = receipts
    .filter(({ receipt }) => receipt === leg || receipt === 'read' || receipt === 'failed')
    .sort((a, b) => a.at - b.at)[0];
  if (settled !== undefined && settled.at <= deadline) return 'receipt';
  return events.at(-1)!.at > deadline ? 'deadline' : undefined;
}

describe('delivery decisions', () => {
  it('are the same when any event is told again, at once or later', () => {
    fc.assert(
      fc.property(courses, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }), (events, repeats) => {
        const told = [...events];
        for (const [which, later] of repeats) {
          const index = which % told.length;
          told.splice(index + 1 + (later % (told.length - index)), 0, told[index]!);
        }
        // An end that is told again ends nothing twice; a conversation that is over begins no more.
        expect(lines(told)).to.deep.equal(lines(events));
      }),
    );
  });

  it('come to the same in whatever order what happened before any deadline becomes known', () => {
    fc.assert(
      fc.property(
        courses.map((events) => events.filter(({ at }) => at < events[0]!.at + 300_000)),
        fc.infiniteStream(fc.nat()),
        (events, order) => {
          const [first, second, ...rest] = events;
          const keys = rest.map(() => order.next().value as number);
          const shuffled = rest
            .map((_, index) => index)
            .sort((a, b) => keys[a]! - keys[b]!)
            .map((index) => rest[index]!);
          const outcome = (told: readonly RoutingEvent[]) => {
            const last = new Map<string, unknown>();
            for (const { message, delivered, read, deliverySeconds, readSeconds } of ofDelivery(told))
              last.set(message, { delivered, read, deliverySeconds, readSeconds });
            return [...last].sort(([a], [b]) => (a < b ? -1 : 1));
          };
          // Of receipts that contradict each other the first that is heard of counts, by design.
          const consistent = (told: readonly RoutingEvent[]) =>
            told.filter((event) => !('receipt' in event && event.receipt === 'failed'));
          expect(outcome(consistent([first!, second!, ...shuffled]))).to.deep.equal(
            outcome(consistent(events)),
          );
        },
      ),
    );
  });

  it('are made once at each deadline that nothing came before, and at no other', () => {
    fc.assert(
      fc.property(courses, (events) => {
        const decided = ofDelivery(events).filter(({ decidedBy }) => decidedBy.endsWith(' deadline'));
        const found = decided.map(({ message, decidedBy }) => `${message} ${decidedBy}`);
        const messages = new Set(
          events.flatMap((event) => (event.type === 'message.sent' ? [event.message] : [])),
        );
        const due = [...messages].flatMap((message) =>
          (['delivered', 'read'] as const)
            .filter((leg) => legOf(events, message, leg) === 'deadline')
            .map((leg) => `${message} ${leg} deadline`),
        );
        expect(found.sort()).to.deep.equal(due.sort());
      }),
    );
  });

  it('never take back what a leg came to', () => {
    fc.assert(
      fc.property(courses, (events) => {
        const known = new Map<string, string>();
        for (const { message, delivered, read } of ofDelivery(events)) {
          for (const [leg, state] of Object.entries({ delivered, read })) {
            const before = known.get(`${message} ${leg}`);
            if (before !== undefined) expect(state).to.equal(before);
            if (state !== 'pending') known.set(`${message} ${leg}`, state);
          }
        }
      }),
    );
  });

  it('bring no command of one id twice, and tell a supervisor once a conversation', () => {
    fc.assert(
      fc.property(courses, (events) => {
        const commands = decideEvents(events, policy).flatMap(({ commands }) => commands);
        const ids = commands.flatMap((command) => ('id' in command ? [command.id] : []));
        expect(new Set(ids).size).to.equal(ids.length);
        const told = commands.flatMap((command) =>
          'do' in command && command.do === 'notify' ? [command.conversation] : [],
        );
        expect(new Set(told).size).to.equal(told.length);
      }),
    );
  });
});
