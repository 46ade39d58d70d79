import fc from 'fast-check';
import { loadPolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { hasErrors } from '../../../engine/problem.ts';

/** A fact, comparisons with it, and values of which every comparison tells as many apart as all there are. */
export interface SmallFact {
  readonly name: string;
  readonly comparison: fc.Arbitrary<object>;
  /** Undefined where it is missing. */
  readonly values: readonly (FactValue | undefined)[];
}

/** Phrases of which some stand in others, at their ends and inside, as words and not. */
const phrases = ['card', 'card payment', 'payment', 'pay'];
const padded = phrases.map((phrase) => `x${phrase}x`);
const named = ['card', 'my payment'];
/** Every choice of these, beside each other: whatever combination of phrases can stand in a text stands in one. */
const mixtures = Array.from({ length: 1 << 8 }, (_, choice) =>
  [...phrases, ...padded].filter((_one, place) => (choice >> place) & 1).join(' ; '),
).map((text) => (text === '' ? 'nothing' : text));

const equality = (fact: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.oneof(
    fc.record({ fact: fc.constant(fact), operator: fc.constantFrom('equal', 'notEqual'), value }),
    fc.record({
      fact: fc.constant(fact),
      operator: fc.constantFrom('in', 'notIn'),
      value: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
    }),
  );
const ordering = (fact: string, value: fc.Arbitrary<number>): fc.Arbitrary<object> =>
  fc.record({
    fact: fc.constant(fact),
    operator: fc.constantFrom('lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'),
    value,
  });
const number = (
  name: string,
  thresholds: readonly number[],
  values: readonly number[],
  rest: readonly undefined[],
) => {
  const value = fc.constantFrom(...thresholds);
  const comparison = fc.oneof(
    { weight: 3, arbitrary: ordering(name, value) },
    { weight: 1, arbitrary: equality(name, value) },
  );
  return plain(name, comparison, [...values, ...rest]);
};
const plain = (
  name: string,
  comparison: fc.Arbitrary<object>,
  values: readonly (FactValue | undefined)[],
): SmallFact => ({ name, comparison, values });

const fraction = [-0.5, 0, 0.3, 0.5, 1, 1.5];
const fractions = [0, 0.1, 0.3, 0.4, 0.5, 0.7, 1];
const levels = ['low', 'normal', 'high', 'urgent'];
const media = ['voice', 'callback', 'chat', 'message', 'email'];

/** Facts that a queue has. */
export const queueFacts: readonly SmallFact[] = [
  number('serviceLevel', fraction, fractions, [undefined]),
  number('agentsIdle', [-1, 0, 1, 1.5, 2], [0, 1, 2, 3], [undefined]),
  plain('slaTarget', equality('slaTarget', fc.constantFrom('80/20', '90/30')), [
    '80/20',
    '90/30',
    '70/60',
    undefined,
  ]),
  plain('queueOpen', equality('queueOpen', fc.boolean()), [true, false, undefined]),
];

/** Facts that a conversation has: of every type, some never missing. */
export const conversationFacts: readonly SmallFact[] = [
  number('intentConfidence', fraction, fractions, [undefined]),
  number('messageCount', [-1, 0, 1, 1.5, 2], [0, 1, 2, 3], [undefined]),
  plain('priority', equality('priority', fc.constantFrom(...levels)), [...levels, undefined]),
  plain('mediaType', equality('mediaType', fc.constantFrom(...media)), media),
  plain('language', equality('language', fc.constantFrom('en', 'es')), ['en', 'es', 'fr', undefined]),
  plain(
    'requiredSkills',
    fc.record({
      fact: fc.constant('requiredSkills'),
      operator: fc.constantFrom('contains', 'doesNotContain'),
      value: fc.constantFrom('A', 'B'),
    }),
    [[], ['A'], ['B'], ['A', 'B'], undefined],
  ),
  {
    name: 'intent',
    comparison: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          fact: fc.constant('intent'),
          operator: fc.constantFrom(
            'containsWord',
            'doesNotContainWord',
            'containsText',
            'doesNotContainText',
          ),
          value: fc.uniqueArray(fc.constantFrom(...phrases), { minLength: 1, maxLength: 2 }),
        }),
      },
      { weight: 1, arbitrary: equality('intent', fc.constantFrom(...named)) },
    ),
    values: [...new Set([...mixtures, ...named]), undefined],
  },
];

/** A condition on one to three of some facts, and what is never: every form of the language. */
export function conditionOn(facts: readonly SmallFact[]): fc.Arbitrary<object> {
  const comparison = fc.oneof(...facts.map((fact) => fact.comparison));
  const { condition } = fc.letrec<{ condition: object; group: object; not: object }>((tie) => ({
    condition: fc.oneof({ depthSize: 'small', withCrossShrink: true }, comparison, tie('group'), tie('not')),
    group: fc
      .tuple(fc.constantFrom('all', 'any'), fc.array(tie('condition'), { minLength: 1, maxLength: 3 }))
      .map(([key, parts]) => ({ [key]: parts })),
    not: tie('condition').map((inner) => ({ not: inner })),
  }));
  return condition;
}

/** One to three facts to write conditions on, so that all their values together can be tried. */
export function someOf(facts: readonly SmallFact[]): fc.Arbitrary<readonly SmallFact[]> {
  return fc
    .uniqueArray(fc.constantFrom(...facts), { minLength: 1, maxLength: 3, selector: ({ name }) => name })
    .filter((chosen) => chosen.reduce((product, { values }) => product * values.length, 1) <= 6000);
}

/** A pack's `missing`: for some of the facts a value. */
export function missingOf(facts: readonly SmallFact[]): fc.Arbitrary<Record<string, FactValue>> {
  const some = facts.filter(({ values }) => values.includes(undefined));
  const given = Object.fromEntries(
    some.map(({ name, values }) => [name, fc.constantFrom(...values.filter((value) => value !== undefined))]),
  );
  const all = fc.record(given, { requiredKeys: [] }) as fc.Arbitrary<Record<string, FactValue>>;
  return fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, all);
}

/** The policy of packs written as they are. @throws Error when one is wrong. */
export function policyOf(...packs: readonly object[]): Policy {
  const sources = packs.map((pack, index) => {
    const text = JSON.stringify({ apiVersion: 'signalbox/v1', ...pack }, null, 1);
    return { file: `pack-${index}.json`, bytes: new TextEncoder().encode(text) };
  });
  const { policy, problems } = loadPolicy('small', sources);
  if (hasErrors(problems)) throw new Error(JSON.stringify([problems, packs]));
  return policy;
}
