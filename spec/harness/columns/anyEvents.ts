import fc from 'fast-check';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { messageDirections, messageReceipts } from '../../../engine/conversation/messages.ts';
import { participantStates } from '../../../engine/conversation/participants.ts';
import { participantPurposes } from '../../../engine/facts/occurrence.ts';
import { routingStatuses } from '../../../engine/facts/agent.ts';
import { factCatalogue } from '../../../engine/facts/catalogue.ts';
import { mediaTypes } from '../../../engine/facts/conversation.ts';
import type { FactDefinition, FactValue, FactValues } from '../../../engine/facts/definition.ts';

/** Few names, so that they repeat; among them those that JavaScript's objects have of their own. */
const name = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'facts',
    'at',
    '1',
    '["a"]',
    'true',
    'null',
    'Cards',
  ),
  fc.string({ unit: 'binary', minLength: 1 }),
);
const anyNumber = (minimum: number, maximum: number, isInteger: boolean): fc.Arbitrary<number> => {
  const odd = [0, -0, 5e-324, 0.1, 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e21, 1.7976931348623157e308, -1, -0.5];
  const allowed = odd.filter(
    (number) => number >= minimum && number <= maximum && (!isInteger || Number.isInteger(number)),
  );
  const bounds = { min: Math.max(minimum, -1e9), max: Math.min(maximum, 1e9) };
  const any = isInteger ? fc.integer(bounds) : fc.double({ ...bounds, noNaN: true });
  return fc.oneof(fc.constantFrom(...allowed), any);
};
const proficiency = anyNumber(0, Infinity, false);
/** Own properties, even of the name `__proto__`, as JSON.parse makes them. */
const proficiencies = fc
  .array(fc.tuple(name, proficiency), { maxLength: 4 })
  .map((entries) => Object.fromEntries(entries) as Record<string, number>);

function anyValue({ type, range, integer, values }: FactDefinition): fc.Arbitrary<FactValue> {
  switch (type) {
    case 'number':
      return anyNumber(range?.minimum ?? -Infinity, range?.maximum ?? Infinity, integer === true);
    case 'boolean':
      return fc.boolean();
    case 'text':
      return fc.oneof(name, fc.constant(''), fc.constant('Straße 退款 \ud800 "\\\u0000\u2028'));
    case 'enumeration':
      return fc.constantFrom(...values!);
    case 'textList':
      return fc.array(name, { maxLength: 3 });
    case 'serviceLevelTarget':
      return fc.constantFrom('80/20', '90/10');
    case 'proficiencies':
      return proficiencies;
  }
}

/** Facts that a recording may carry, in any order. */
const anyFacts: fc.Arbitrary<FactValues> = fc
  .subarray([...factCatalogue.values()], { maxLength: 6 })
  .chain((facts) => fc.shuffledSubarray(facts, { minLength: facts.length }))
  .chain((facts) =>
    fc.tuple(...facts.map((fact) => anyValue(fact).map((value) => [fact.name, value] as const))),
  )
  .map((entries) => Object.fromEntries(entries));

const at = fc.oneof(fc.constant(0), fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }));
const ofConversation = { at, conversation: name };
const factsIfAny = { facts: anyFacts };

/** An event of one type; `optional` fields are there or not. */
function anyOf(
  type: RoutingEvent['type'],
  required: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  optional: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<RoutingEvent> {
  const { at: when, ...others } = required;
  const fields = fc.record(
    { ...others, ...optional },
    { requiredKeys: Object.keys(others), noNullPrototype: true },
  );
  return fc
    .tuple(when!, fields)
    .map(([moment, rest]) => ({ at: moment, type, ...rest }) as unknown as RoutingEvent);
}

/** Any event that a recording may hold: `at` and `type` first, facts last. */
export const anyEvent: fc.Arbitrary<RoutingEvent> = fc.oneof(
  anyOf('conversation.started', { ...ofConversation, mediaType: fc.constantFrom(...mediaTypes) }, factsIfAny),
  anyOf('conversation.facts', { ...ofConversation, facts: anyFacts }),
  anyOf('bot.turn', { ...ofConversation, facts: anyFacts }),
  anyOf('conversation.transferred', { ...ofConversation, by: fc.constantFrom('bot', 'agent'), queue: name }),
  anyOf('conversation.queued', { ...ofConversation, queue: name }, factsIfAny),
  anyOf('conversation.answered', { ...ofConversation, agent: fc.option(name) }),
  anyOf('conversation.abandoned', ofConversation),
  anyOf('conversation.ended', ofConversation),
  anyOf('conversation.surveyed', { ...ofConversation, score: anyNumber(0, Infinity, false) }),
  anyOf('participant.changed', {
    ...{ ...ofConversation, participant: name },
    purpose: fc.constantFrom(...participantPurposes),
    state: fc.constantFrom(...participantStates),
  }),
  anyOf('message.sent', {
    ...{ ...ofConversation, message: name },
    direction: fc.constantFrom(...messageDirections),
    attachments: anyNumber(0, 1_000_000, true),
  }),
  anyOf('message.receipt', {
    ...{ ...ofConversation, message: name },
    receipt: fc.constantFrom(...messageReceipts),
  }),
  anyOf(
    'agent.updated',
    { at, agent: name },
    {
      status: fc.constantFrom(...routingStatuses),
      queues: fc.array(name, { maxLength: 3 }),
      skills: proficiencies,
      languages: proficiencies,
      csat: anyNumber(0, 1_000_000, false),
      csatSurveys: anyNumber(0, 1_000_000_000, true),
    },
  ),
  anyOf('queue.observed', { at, queue: name, facts: anyFacts }),
  anyOf('platform.unseen', { at }),
  anyOf('platform.seen', { at }),
);
