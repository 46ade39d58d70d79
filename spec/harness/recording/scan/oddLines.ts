import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { factCatalogue } from '../../../../engine/facts/catalogue.ts';
import { eventLine } from '../../../../harness/recording/write.ts';

/** Values that are right for one field or fact and wrong for another, at and beside the limits. */
const values: readonly unknown[] = [
  '',
  'a',
  'IDLE',
  'idle',
  'voice',
  'bot',
  'agent',
  'left',
  'inbound',
  'failed',
  'high',
  'null',
  '80/20',
  '80/0',
  '101/20',
  '080/20',
  'x'.repeat(10_000),
  'x'.repeat(10_001),
  'ü'.repeat(10_000),
  '🙂'.repeat(5_000),
  '🙂'.repeat(5_001),
  null,
  true,
  false,
  -1,
  -1e-9,
  0,
  0.5,
  1,
  1.000001,
  1.5,
  2,
  1e6,
  1_000_000.5,
  1e6 + 1,
  1e9,
  1e9 + 0.5,
  1e9 + 1,
  2 ** 53,
  1e21,
  1e300,
  [],
  [''],
  ['a'],
  ['a', ''],
  [1],
  [null],
  [['a']],
  {},
  { a: 1 },
  { a: 0 },
  { '': 1 },
  { a: -1 },
  { a: null },
  { a: '1' },
  { a: {} },
  { 1: 2, a: 1, 0: 3 },
];

const of = { at: 0, conversation: 'c' };

/** An event of every type, with every field it may have. */
const fullEvents: readonly RoutingEvent[] = [
  { ...of, type: 'conversation.started', mediaType: 'voice', facts: { intent: 'a' } },
  { ...of, type: 'conversation.facts', facts: {} },
  { ...of, type: 'bot.turn', facts: {} },
  { ...of, type: 'conversation.transferred', by: 'bot', queue: 'a' },
  { ...of, type: 'conversation.queued', queue: 'a', facts: {} },
  { ...of, type: 'conversation.answered', agent: null },
  { ...of, type: 'conversation.abandoned' },
  { ...of, type: 'conversation.ended' },
  { ...of, type: 'conversation.surveyed', score: 1 },
  { ...of, type: 'participant.changed', participant: 'a', purpose: 'agent', state: 'active' },
  { ...of, type: 'message.sent', message: 'a', direction: 'inbound', attachments: 1 },
  { ...of, type: 'message.receipt', message: 'a', receipt: 'read' },
  {
    at: 0,
    type: 'agent.updated',
    agent: 'a',
    status: 'IDLE',
    queues: ['a'],
    skills: { a: 1 },
    languages: {},
    csat: 1,
    csatSurveys: 1,
  },
  { at: 0, type: 'queue.observed', queue: 'a', facts: {} },
  { at: 0, type: 'platform.unseen' },
  { at: 0, type: 'platform.seen' },
];
const fields = new Set([
  ...fullEvents.flatMap((event) => Object.keys(event).slice(1)),
  'extra',
  'constructor',
]);

/** Lines of events, with each of their fields set to each of the values, or left out, and with fields of others. */
export const oddFields = fullEvents.flatMap(({ at, type, ...rest }) =>
  [...fields]
    .filter((field) => field !== 'type')
    .flatMap((field) =>
      [...(field in rest ? values : ['a', null, 1, {}]), undefined].map((value) =>
        eventLine({ at, type, ...rest, [field]: value } as never),
      ),
    ),
);

/** Lines with one fact, each fact with each of the values. */
export const oddFacts = [...factCatalogue.keys(), 'nothing', 'constructor'].flatMap((name) =>
  values.map((value) =>
    eventLine({ at: 0, type: 'conversation.facts', conversation: 'c', facts: { [name]: value } } as never),
  ),
);

/** What may stand in each place of a moment, first what usually does. */
const parts: readonly (readonly string[])[] = [
  ['2026', '1970', '1969', '2000', '1900', '9999', '0000', '202x', '20260'],
  ['-', '/'],
  ['03', '00', '01', '02', '12', '13', '1x', '3'],
  ['-', ' '],
  ['31', '00', '01', '28', '29', '30', '32', '3'],
  ['T', 't', ' '],
  ['12', '00', '23', '24', '29', '2:', '/0', '1'],
  [':', '.', '0'],
  ['50', '00', '59', '60', '6 ', ':0', '5'],
  [':', '.', '0'],
  ['07', '00', '59', '60', '99', '5:', '7'],
  ['.', ',', ':', '0'],
  ['123', '000', '001', '999', '99x', '0:0', '/00', '12', '1', '1234', ''],
  ['Z', 'z', '+', '', 'ZZ', '+00:00'],
];
const usual = parts.map(([first]) => first!);

function endedAt(moment: readonly string[]): string {
  return JSON.stringify({ at: moment.join(''), type: 'conversation.ended', conversation: 'c' });
}

/** A line at a usual moment. */
export const usualMoment = endedAt(usual);

/** Lines at moments, spelt to the millisecond, that differ from the usual one in one or two places, or are none. */
export const oddMoments = parts
  .flatMap((some, place) =>
    some.flatMap((part) =>
      parts
        .slice(place)
        .flatMap((others, further) =>
          others.map((other) => endedAt(usual.with(place, part).with(place + further, other))),
        ),
    ),
  )
  .filter((line) => line.length === usualMoment.length);
