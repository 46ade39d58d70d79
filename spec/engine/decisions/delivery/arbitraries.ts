import fc from 'fast-check';
import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { header } from '../../policyText.ts';
import { ended, later, receipt, sent, started } from './messages.ts';

/** Delivered within 5 minutes, read within 30; and whoever may hear of it, hears of it. */
export const policyTexts: readonly string[] = [
  header('DeliverySla'),
  `${header('Reactions')}reactions:
  - name: breached
    on: delivery.breached
    do: [{ notify: { supervisor: lead@example.com }, once: conversation }, { crm: upsert }]
  - name: compliant
    on: delivery.compliant
    when: { fact: deliverySeconds, operator: greaterThan, value: 60 }
    do: [{ crm: upsert }]
  - { name: missing, on: delivery.missingReceipt, do: [{ attributes: { message: { fact: messageId } } }] }
  - { name: over, on: conversation.ended, do: [{ webhook: over }] }
`,
];

/** Seconds that are often at a deadline, just before it, or just after. */
const seconds = fc.oneof(
  fc.constantFrom(0, 1, 299.999, 300, 300.001, 301, 1799.999, 1800, 1800.001, 3600),
  fc.integer({ min: 0, max: 4000 }),
);

/** Conversations with messages, receipts and ends, in order of time, and time that goes on. */
export const courses: fc.Arbitrary<RoutingEvent[]> = fc
  .uniqueArray(
    fc.record({
      conversation: fc.constantFrom('c-1', 'c-2'),
      message: fc.constantFrom('m-1', 'm-2', 'm-3'),
      sentAt: seconds,
      receipts: fc.array(fc.tuple(fc.constantFrom('delivered', 'read', 'failed'), seconds), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5, selector: ({ conversation, message }) => `${conversation} ${message}` },
  )
  .chain((messages) =>
    fc.record({
      messages: fc.constant(messages),
      ends: fc.dictionary(fc.constantFrom('c-1', 'c-2'), seconds, { maxKeys: 2 }),
      last: seconds,
    }),
  )
  .map(({ messages, ends, last }) => {
    const events = messages.flatMap(({ conversation, message, sentAt, receipts }) => [
      sent(sentAt, `${conversation} ${message}`, conversation),
      ...receipts.map(([what, after]) =>
        receipt(sentAt + after, what, `${conversation} ${message}`, conversation),
      ),
    ]);
    const over = Object.entries(ends).map(([conversation, at]) => ended(at, conversation));
    return [started(0, 'c-1'), started(0, 'c-2'), ...events, ...over, later(last)].sort(
      (a, b) => a.at - b.at,
    );
  });
