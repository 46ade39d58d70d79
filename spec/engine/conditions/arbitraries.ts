import fc from 'fast-check';
import type { Condition, Leaf, Rule } from '../../../engine/conditions/condition.ts';
import type { FactValue, FactValues } from '../../../engine/facts/definition.ts';

/** A leaf in normal form. */
export const leaf = (fact: string, operator: string, value: FactValue): Leaf => ({ fact, operator, value });

/** Small numbers that meet thresholds exactly, and numbers at the edges of what there is. */
const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      -0,
      0.1 + 0.2,
      0.3,
      -1,
      1e-300,
      -5e-324,
      Number.MAX_SAFE_INTEGER,
      1e308,
      4097,
      0.5,
    ),
  },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const word = fc.oneof(
  fc.constantFrom(
    'refund',
    'card',
    'my card',
    'Straße',
    'ΟΔΟΣ',
    '退款',
    'x_1',
    'ca',
    'é',
    '?',
    're-fund',
    '𝐫',
    'ŉ',
    'ﬁ',
  ),
  fc.string({
    unit: fc.constantFrom('a', 'b', 'A', ' ', '_', 'é', '退', '!', '\u0301'),
    minLength: 1,
    maxLength: 4,
  }),
);
const phrases = fc
  .uniqueArray(
    word.filter((one) => one.normalize('NFKC').trim() !== ''),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) => [...list].sort());
const utterance = fc.oneof(
  fc
    .array(fc.oneof(word, fc.constantFrom(' ', '  ', '\t', '\n', '.', '-', 'REFUND', 'discard', 'ş')), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
  fc.array(word, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.tuple(word, fc.constantFrom('a', ' ab', 'b ')).map(([one, filling]) => `${filling.repeat(500)} ${one}`),
);
const priority = fc.constantFrom('low', 'normal', 'high', 'urgent');
const skill = fc.constantFrom('Cards', 'Loans', 'Fraud');

const numberLeaf = (fact: string): fc.Arbitrary<Leaf> =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(
          'equal',
          'notEqual',
          'lessThan',
          'lessThanInclusive',
          'greaterThan',
          'greaterThanInclusive',
        ),
        number,
      )
      .map(([operator, value]) => leaf(fact, operator, value)),
    fc
      .tuple(fc.constantFrom('in', 'notIn'), fc.uniqueArray(number, { minLength: 1, maxLength: 4 }))
      .map(([operator, value]) => leaf(fact, operator, value as never)),
  );
const plainLeaf = (fact: string, value: fc.Arbitrary<string>): fc.Arbitrary<Leaf> =>
  fc.oneof(
    fc.tuple(fc.constantFrom('equal', 'notEqual'), value).map(([operator, one]) => leaf(fact, operator, one)),
    fc
      .tuple(fc.constantFrom('in', 'notIn'), fc.uniqueArray(value, { minLength: 1, maxLength: 3 }))
      .map(([operator, list]) => leaf(fact, operator, list)),
  );
const phraseLeaf = fc
  .tuple(fc.constantFrom('containsWord', 'doesNotContainWord', 'containsText', 'doesNotContainText'), phrases)
  .map(([operator, value]) => leaf('utterance', operator, value));
const listLeaf = fc
  .tuple(fc.constantFrom('contains', 'doesNotContain'), skill)
  .map(([operator, value]) => leaf('requiredSkills', operator, value));
const booleanLeaf = fc
  .tuple(fc.constantFrom('equal', 'notEqual'), fc.boolean())
  .map(([operator, value]) => leaf('queueOpen', operator, value));

/** Any comparison of the language. */
export const anyLeaf: fc.Arbitrary<Leaf> = fc.oneof(
  { weight: 3, arbitrary: numberLeaf('waitSeconds') },
  { weight: 1, arbitrary: numberLeaf('serviceLevel') },
  { weight: 2, arbitrary: plainLeaf('priority', priority) },
  { weight: 1, arbitrary: plainLeaf('utterance', word) },
  { weight: 3, arbitrary: phraseLeaf },
  { weight: 1, arbitrary: listLeaf },
  { weight: 1, arbitrary: booleanLeaf },
);

/** Any condition in normal form. */
export const { condition: anyCondition } = fc.letrec<{ condition: Condition; group: Condition }>((tie) => ({
  condition: fc.oneof({ depthSize: 'small', withCrossShrink: true }, anyLeaf, tie('group')),
  group: fc
    .tuple(fc.constantFrom('all', 'any'), fc.array(tie('condition'), { minLength: 1, maxLength: 4 }))
    .map(([key, parts]) => ({ [key]: parts }) as unknown as Condition),
}));

/** A list of rules. */
export const anyRules: fc.Arbitrary<readonly Rule[]> = fc
  .array(anyCondition, { minLength: 1, maxLength: 8 })
  .map((conditions) => conditions.map((when, index) => ({ name: `rule ${index}`, when })));

/** Facts in hand, any of them missing. */
export const anyFacts = fc.record(
  {
    waitSeconds: number,
    serviceLevel: number,
    priority,
    utterance,
    requiredSkills: fc.uniqueArray(skill),
    queueOpen: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<FactValues>;

/** What a pack takes missing facts to be. */
export const anyMissing = fc.record({ waitSeconds: number, priority, utterance: word }, { requiredKeys: [] });
