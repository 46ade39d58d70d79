import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../../../engine/canonical.ts';
import {
  differenceOf,
  documentBetween,
  type SingleEdit,
} from '../../../../harness/replay/edits/difference.ts';
import { longestRising } from '../../../../harness/replay/edits/longestRising.ts';

/** Lists of rules share names and orders often, and scalars repeat. */
const named = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 })
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), value: fc.nat(2) }))),
  );
const conditions = fc.array(
  fc.record({ fact: fc.constantFrom('x', 'y'), operator: fc.constant('equal'), value: fc.nat(2) }),
  { maxLength: 3 },
);
const scalars = fc.array(fc.nat(3), { maxLength: 4 });
const content = fc.record(
  { rules: named, any: conditions, words: scalars, number: fc.nat(2), deep: fc.record({ list: named }) },
  { requiredKeys: ['rules'] },
);

function compared(before: unknown, after: unknown) {
  const edits: SingleEdit[] = [];
  return { edits, difference: differenceOf(before, after, edits) };
}

describe('what lies between two documents', () => {
  it('is the one without any edit, and the other with all', () => {
    fc.assert(
      fc.property(content, content, (before, after) => {
        const { difference } = compared(before, after);
        expect(documentBetween(difference, () => false)).to.deep.equal(before);
        expect(documentBetween(difference, () => true)).to.deep.equal(after);
      }),
    );
  });

  it('is nothing between equal ones, and something between others', () => {
    fc.assert(
      fc.property(content, content, (before, after) => {
        expect(compared(before, before).edits).to.deep.equal([]);
        const isSame = canonicalJson(before) === canonicalJson(after);
        expect(compared(before, after).edits.length === 0).to.equal(isSame);
      }),
    );
  });

  it('holds each rule once, whichever edits are made', () => {
    fc.assert(
      fc.property(named, named, fc.array(fc.boolean(), { maxLength: 20 }), (before, after, made) => {
        const { difference } = compared({ rules: before }, { rules: after });
        const { rules } = documentBetween(difference, (edit) => made[edit] ?? false) as {
          rules: typeof before;
        };
        const names = (rules as readonly { name: string }[]).map(({ name }) => name);
        expect(new Set(names).size).to.equal(names.length);
        const kept = before.filter(({ name }) => after.some((one) => one.name === name));
        expect(names).to.include.members(kept.map(({ name }) => name));
      }),
    );
  });

  it('names a rule that moved, and moves only that', () => {
    const rules = (names: string) => ({ mappings: [...names].map((name) => ({ name })) });
    const { edits, difference } = compared(rules('abcd'), rules('dabc'));
    expect(edits.map(({ kind, trail }) => [kind, trail.at(-1)])).to.deep.equal([['moved', 'd']]);
    expect(documentBetween(difference, () => true)).to.deep.equal(rules('dabc'));
  });

  it('takes a comparison of another fact as one edit, and of another number as that number', () => {
    const leaf = (fact: string, value: number) => ({
      when: { any: [{ fact, operator: 'lessThan', value }] },
    });
    const paths = (before: unknown, after: unknown) => compared(before, after).edits.map(({ path }) => path);
    expect(paths(leaf('x', 1), leaf('x', 2))).to.deep.equal([['when', 'any', 0, 'value']]);
    expect(paths(leaf('x', 1), leaf('y', 2))).to.deep.equal([['when', 'any', 0]]);
  });
});

describe('a longest rising run', () => {
  it('rises, and none is longer', () => {
    const some = fc.uniqueArray(fc.nat(30), { maxLength: 9 });
    fc.assert(
      fc.property(some, (numbers) => {
        const run = longestRising(numbers).map((place) => numbers[place]!);
        expect(run).to.deep.equal([...run].sort((a, b) => a - b));
        const longest = numbers.map(() => 1);
        for (const [i, one] of numbers.entries())
          for (let k = 0; k < i; k++)
            if (numbers[k]! < one) longest[i] = Math.max(longest[i]!, longest[k]! + 1);
        expect(run.length).to.equal(Math.max(0, ...longest));
      }),
    );
  });
});
