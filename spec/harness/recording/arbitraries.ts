import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { messageDirections, messageReceipts } from '../../../engine/conversation/messages.ts';
import { participantStates } from '../../../engine/conversation/participants.ts';
import { participantPurposes } from '../../../engine/facts/occurrence.ts';
import { routingStatuses } from '../../../engine/facts/agent.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { mediaTypes } from '../../../engine/facts/conversation.ts';
import type { FactDefinition, FactValue, FactValues } from '../../../engine/facts/definition.ts';
import {
  highestCsat,
  mostAttachments,
  mostCsatSurveys,
  recordingVersion,
} from '../../../harness/recording/format.ts';

const observed = [...factCatalogue.values()].filter(({ origin }) => origin === 'observed');

/** Carries every observed fact of the catalogue. */
export const header = {
  signalbox: 'recording',
  version: recordingVersion,
  name: 'spec',
  facts: observed.map(({ name }) => name),
  source: 'made for this spec',
} as const;

/** Texts that are short, that are long, that end where a word of four bytes does, and that have to be escaped. */
const oddTexts = [
  '',
  'Cards',
  'Ärger mit der Karte',
  '¿Por qué?',
  '💳🙂',
  'say "no"',
  'back\\slash',
  'two\nlines\ttab',
  '\u0000',
  '\u007f',
  '\u2028',
  '\ud800',
  '{"at":"',
  '"}',
  'constructor',
  '1',
  ...Array.from({ length: 12 }, (_, index) => 'abcdefghijkl'.slice(0, index)),
  'x'.repeat(63),
  'x'.repeat(64),
  'x'.repeat(65),
  'ü'.repeat(40),
];
export const texts = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', 'é', ' ', '~'), maxLength: 80 }),
);
/**
 * Without backslashes: once V8 has parsed an object with the key `\`, it takes the key `"` of others for it
 * (https://github.com/nodejs/node/issues/63785), so JSON.parse is no judge of such keys.
 */
const names = texts.filter((text) => text !== '' && !text.includes('\\'));

/** Finite numbers from there to there: short decimals as well as what is hard to spell. */
function numbers(minimum: number, maximum: number): fc.Arbitrary<number> {
  const edges = [
    minimum,
    maximum,
    0,
    -0,
    5e-324,
    1e-7,
    0.1 + 0.2,
    1e15,
    2 ** 53 + 2,
    1e21,
    1.7976931348623157e308,
  ];
  return fc.oneof(
    fc.constantFrom(...edges.filter((edge) => edge >= minimum && edge <= maximum && Number.isFinite(edge))),
    fc.integer({ min: 0, max: 100 }).map((hundredths) => Math.min(maximum, hundredths / 100)),
    fc.double({ min: minimum, max: maximum, noNaN: true, noDefaultInfinity: true }),
  );
}

const whole = (most: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: most }));
const proficiencies = fc.dictionary(
  names.filter((name) => name !== '__proto__'),
  numbers(0, Number.MAX_VALUE),
  { maxKeys: 5, noNullPrototype: true },
);

/** Any value the fact may have. */
function valuesOf({ type, range = {}, integer, values = [] }: FactDefinition): fc.Arbitrary<FactValue> {
  const { minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE } = range;
  switch (type) {
    case 'number':
      return integer === true ? whole(Number.MAX_SAFE_INTEGER) : numbers(minimum, maximum);
    case 'boolean':
      return fc.boolean();
    case 'text':
      return texts;
    case 'enumeration':
      return fc.constantFrom(...values);
    case 'textList':
      return fc.array(texts, { maxLength: 4 });
    case 'serviceLevelTarget':
      return fc.constantFrom('80/20', '1/1', '100/86400');
    case 'proficiencies':
      return proficiencies;
  }
}

const facts: fc.Arbitrary<FactValues> = fc
  .shuffledSubarray(observed)
  .chain((some) =>
    fc.tuple(...some.map((fact) => valuesOf(fact).map((value) => [fact.name, value] as const))),
  )
  .map((entries) => Object.fromEntries(entries));

/** Moments that often are the same, or of one minute or day. */
export const moments = fc.oneof(
  fc.constantFrom(0, 1, 999, 59_999, 60_000, 86_399_999, 86_400_000, 951_782_400_000, 253_402_300_799_999),
  fc.integer({ min: 0, max: 200_000 }).map((after) => 1_772_455_800_000 + after),
  fc.integer({ min: 0, max: 253_402_300_799_999 }),
);

const of = { at: moments, conversation: names };
const type = <Type extends RoutingEvent['type']>(name: Type): fc.Arbitrary<Type> => fc.constant(name);

/** Every type of event, with all that the format allows. */
export const events: fc.Arbitrary<RoutingEvent> = fc.oneof(
  fc.record(
    { ...of, type: type('conversation.started'), mediaType: fc.constantFrom(...mediaTypes), facts },
    { requiredKeys: ['at', 'type', 'conversation', 'mediaType'], noNullPrototype: true },
  ),
  fc.record({ ...of, type: type('conversation.facts'), facts }, { noNullPrototype: true }),
  fc.record({ ...of, type: type('bot.turn'), facts }, { noNullPrototype: true }),
  fc.record(
    { ...of, type: type('conversation.transferred'), by: fc.constantFrom('bot', 'agent'), queue: names },
    { noNullPrototype: true },
  ),
  fc.record(
    { ...of, type: type('conversation.queued'), queue: names, facts },
    { requiredKeys: ['at', 'type', 'conversation', 'queue'], noNullPrototype: true },
  ),
  fc.record(
    { ...of, type: type('conversation.answered'), agent: fc.option(names) },
    { noNullPrototype: true },
  ),
  fc.record({ ...of, type: type('conversation.abandoned') }, { noNullPrototype: true }),
  fc.record({ ...of, type: type('conversation.ended') }, { noNullPrototype: true }),
  fc.record(
    { ...of, type: type('conversation.surveyed'), score: numbers(0, Number.MAX_VALUE) },
    { noNullPrototype: true },
  ),
  fc.record(
    {
      ...{ ...of, type: type('participant.changed'), participant: names },
      purpose: fc.constantFrom(...participantPurposes),
      state: fc.constantFrom(...participantStates),
    },
    { noNullPrototype: true },
  ),
  fc.record(
    {
      ...{ ...of, type: type('message.sent'), message: names, attachments: whole(mostAttachments) },
      direction: fc.constantFrom(...messageDirections),
    },
    { noNullPrototype: true },
  ),
  fc.record(
    { ...of, type: type('message.receipt'), message: names, receipt: fc.constantFrom(...messageReceipts) },
    { noNullPrototype: true },
  ),
  fc.record(
    {
      at: moments,
      type: type('agent.updated'),
      agent: names,
      status: fc.constantFrom(...routingStatuses),
      queues: fc.array(names, { maxLength: 4 }),
      skills: proficiencies,
      languages: proficiencies,
      csat: numbers(0, highestCsat),
      csatSurveys: whole(mostCsatSurveys),
    },
    { requiredKeys: ['at', 'type', 'agent'], noNullPrototype: true },
  ),
  fc.record({ at: moments, type: type('queue.observed'), queue: names, facts }, { noNullPrototype: true }),
  fc.record({ at: moments, type: type('platform.unseen') }, { noNullPrototype: true }),
  fc.record({ at: moments, type: type('platform.seen') }, { noNullPrototype: true }),
);

/** An event as `eventLine` is given it by whoever records: `at` and `type` first. */
export const recorded = events.map(({ at, type, ...rest }) => ({ at, type, ...rest }) as RoutingEvent);
