import { expect } from 'chai';
import fc from 'fast-check';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import type { FactValues } from '../../../engine/facts/definition.ts';
import { FactColumnsBuilder, type FactColumns } from '../../../harness/columns/factColumns.ts';
import { anyFacts, anyMissing, anyRules, leaf } from '../../engine/conditions/arbitraries.ts';
import { columnsOf } from './columnsOf.ts';

const rowsOf = (columns: FactColumns): readonly FactValues[] =>
  Array.from({ length: columns.rows }, (_, index) => columns.row(index));

describe('facts in columns', () => {
  it('come back as they were, a list sorted', () => {
    fc.assert(
      fc.property(fc.array(anyFacts), (many) => {
        const sorted = many.map((facts) =>
          facts['requiredSkills'] === undefined
            ? facts
            : { ...facts, requiredSkills: (facts['requiredSkills'] as string[]).toSorted() },
        );
        expect(rowsOf(columnsOf(many))).to.deep.equal(sorted);
      }),
    );
  });

  it('keep every distinct value once, and 0 of what is missing', () => {
    const columns = columnsOf([
      { requiredSkills: ['b', 'a'] },
      { requiredSkills: ['a', 'b'], waitSeconds: 3 },
      {},
    ]);
    expect(columns.column('requiredSkills')).to.deep.equal({
      kind: 'codes',
      codes: Int32Array.of(0, 0, -1),
      dictionary: [['a', 'b']],
    });
    expect(columns.column('waitSeconds')).to.deep.equal({
      kind: 'numbers',
      values: Float64Array.of(NaN, 3, NaN),
    });
    expect(columns.column('intent')).to.equal(undefined);
  });

  it('grow beyond the room there is at first', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ waitSeconds: index, utterance: `u${index}` }));
    expect(rowsOf(columnsOf(many))).to.deep.equal(many);
  });

  it('refuse a fact that no condition reads', () => {
    expect(() => new FactColumnsBuilder(['agentSkills'])).to.throw('agentSkills has no place in columns');
  });
});

describe('the compiled rules over columns', () => {
  it('find in every row the rule they find in its facts', () => {
    fc.assert(
      fc.property(anyRules, fc.array(anyFacts, { maxLength: 80 }), anyMissing, (rules, many, missing) => {
        const compiled = compileRules(rules, missing);
        const found = new Int32Array(many.length);
        compiled.firstOfEach(columnsOf(many), found);
        expect([...found]).to.deep.equal(many.map((facts) => compiled.first(facts)));
      }),
    );
  });

  it('do so beyond one block of rows, with a rule too wide to index', () => {
    const wide = Array.from({ length: 9 }, (_, group) => ({
      any: [leaf('waitSeconds', 'notEqual', group * 100), leaf('serviceLevel', 'greaterThan', group / 10)],
    }));
    const rules = [
      { name: 'narrow', when: leaf('waitSeconds', 'lessThan', 50) },
      { name: 'wide', when: { all: wide } },
    ];
    const many = Array.from({ length: 3000 }, (_, index) => ({ waitSeconds: (index % 9) * 50 }));
    const compiled = compileRules(rules, {});
    const found = new Int32Array(many.length);
    compiled.firstOfEach(columnsOf(many), found);
    expect([...found]).to.deep.equal(many.map((facts) => compiled.first(facts)));
    expect([...new Set(found)].sort()).to.deep.equal([-1, 0, 1]);
  });
});
