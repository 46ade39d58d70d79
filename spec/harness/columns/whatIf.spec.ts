import { expect } from 'chai';
import fc from 'fast-check';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import { leavesOf, type Condition, type Leaf, type Rule } from '../../../engine/conditions/condition.ts';
import type { FactValues } from '../../../engine/facts/definition.ts';
import { WhatIf } from '../../../harness/columns/whatIf.ts';
import { anyCondition, anyFacts, anyMissing, anyRules, leaf } from '../../engine/conditions/arbitraries.ts';
import { columnsOf } from './columnsOf.ts';

/** The names of the rules that hold, each list decided from scratch. */
function deciding(rules: readonly Rule[], missing: object, facts: FactValues): string[] {
  const into = new Int32Array(rules.length);
  const count = compileRules(rules, missing as never).holding(facts, into);
  return [...into.subarray(0, count)].map((place) => rules[place]!.name);
}

/** Some rules, and the same with rules changed, moved, removed and added. */
const anyEdit = fc.tuple(anyRules, anyRules).chain(([rules, others]) =>
  fc.tuple(
    fc.constant(rules),
    fc.oneof(
      // The same list with conditions changed here and there.
      fc
        .array(fc.boolean(), { minLength: 8, maxLength: 8 })
        .map((picks) => rules.map((rule, place) => (picks[place] ? (others[place] ?? rule) : rule))),
      fc.shuffledSubarray([...rules]),
      fc.constant([...others.map(({ when }, place) => ({ name: `new ${place}`, when })), ...rules]),
      fc.constant(others),
    ),
  ),
);

describe('what-if over columns', () => {
  it('lists the rows that deciding from scratch finds other, after any edit, and edit after edit', () => {
    fc.assert(
      fc.property(
        fc.array(anyEdit, { minLength: 1, maxLength: 3 }),
        fc.array(anyFacts, { maxLength: 70 }),
        anyMissing,
        (edits, many, missing) => {
          const whatIf = new WhatIf(columnsOf(many), missing);
          for (const [before, after] of edits) {
            const held = [before, after].map((rules) => many.map((facts) => deciding(rules, missing, facts)));
            const rowsWhere = (differ: (was: string[], is: string[]) => boolean): number[] =>
              many.flatMap((_, row) => (differ(held[0]![row]!, held[1]![row]!) ? [row] : []));
            expect([...whatIf.flips(before, after, 'first')]).to.deep.equal(
              rowsWhere(([was], [is]) => was !== is),
            );
            expect([...whatIf.flips(before, after, 'all')]).to.deep.equal(
              rowsWhere((was, is) => was.toSorted().join() !== is.toSorted().join()),
            );
          }
        },
      ),
      { numRuns: Math.max(300, Number(process.env['SIGNALBOX_RUNS'] ?? 0) / 4) },
    );
  });

  it('counts for each threshold what deciding from scratch counts', () => {
    const isThreshold = ({ value }: Leaf): boolean => typeof value === 'number';
    const condition = anyCondition.filter((one) => leavesOf(one).some(isThreshold));
    fc.assert(
      fc.property(
        condition,
        fc.array(anyFacts, { maxLength: 70 }),
        anyMissing,
        fc.array(fc.oneof(fc.integer({ min: -1, max: 4 }), fc.double({ noNaN: true })), { maxLength: 6 }),
        (when, many, missing, thresholds) => {
          const whatIf = new WhatIf(columnsOf(many), missing);
          for (const moved of leavesOf(when).filter(isThreshold)) {
            const counts = thresholds.map((value) => {
              const compiled = compileRules(
                [{ name: 'moved', when: withValue(when, moved, value) }],
                missing,
              );
              return many.filter((facts) => compiled.first(facts) === 0).length;
            });
            expect(whatIf.curve(when, moved, thresholds)).to.deep.equal(counts);
          }
        },
      ),
      { numRuns: Math.max(300, Number(process.env['SIGNALBOX_RUNS'] ?? 0) / 4) },
    );
  });

  it('counts a curve within the rows told, and no others', () => {
    const short = leaf('waitSeconds', 'lessThan', 2);
    const any = { any: [short, leaf('queueOpen', 'equal', true)] };
    const many = Array.from({ length: 100 }, (_, row) => ({
      waitSeconds: row % 4,
      queueOpen: row % 10 === 3,
    }));
    const picked = many.map((_, row) => row % 3 === 0);
    const within = new Int32Array(4);
    picked.forEach((isIn, row) => {
      if (isIn) within[row >>> 5]! |= 1 << row;
    });
    const counted = [0, 2, 9].map(
      (value) =>
        many.filter(({ waitSeconds, queueOpen }, row) => picked[row]! && (waitSeconds < value || queueOpen))
          .length,
    );
    expect(new WhatIf(columnsOf(many), {}).curve(any, short, [0, 2, 9], within)).to.deep.equal(counted);
  });

  it('has no curve of a comparison that is not with one number', () => {
    const skill = leaf('requiredSkills', 'contains', 'Cards');
    const whatIf = new WhatIf(columnsOf([{ requiredSkills: ['Cards'] }]), {});
    expect(() => whatIf.curve(skill, skill, [1])).to.throw('no curve of requiredSkills contains');
  });

  it('finds nothing where there are no rows or no rules', () => {
    const rules = [{ name: 'a', when: leaf('waitSeconds', 'lessThan', 1) }];
    expect([...new WhatIf(columnsOf([]), {}).flips(rules, [], 'first')]).to.deep.equal([]);
    expect([...new WhatIf(columnsOf([{}]), {}).flips([], [], 'first')]).to.deep.equal([]);
  });
});

function withValue(condition: Condition, moved: Leaf, value: number): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => withValue(part, moved, value)) };
  if ('any' in condition) return { any: condition.any.map((part) => withValue(part, moved, value)) };
  return condition === moved ? { ...condition, value } : condition;
}
