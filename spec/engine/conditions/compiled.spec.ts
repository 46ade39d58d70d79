import { expect } from 'chai';
import fc from 'fast-check';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import { mostTerms, termsOf } from '../../../engine/conditions/compiled/terms.ts';
import type { Condition } from '../../../engine/conditions/condition.ts';
import { interpretRules } from '../../../engine/conditions/interpreter.ts';
import { anyCondition, anyFacts, anyMissing, anyRules, leaf } from './arbitraries.ts';

const nothingLacking = new Set<string>();

describe('the compiled tier against json-rules-engine', () => {
  it('gives the same outcome and the same reasons, for any rules, facts and defaults', async () => {
    let pairs = 0;
    await fc.assert(
      fc.asyncProperty(
        anyRules,
        fc.array(anyFacts, { minLength: 20, maxLength: 40 }),
        anyMissing,
        async (rules, many, missing) => {
          const [compiled, interpreted] = [compileRules(rules, missing), interpretRules(rules, missing)];
          for (const facts of many) {
            const outcomes = compiled.evaluate(facts, nothingLacking);
            expect(outcomes).to.deep.equal(await interpreted.evaluate(facts, nothingLacking));
            pairs += rules.length;
          }
        },
      ),
      { numRuns: Math.max(1000, Number(process.env['SIGNALBOX_RUNS'] ?? 0)) },
    );
    expect(pairs).to.be.above(100_000);
  });

  it('finds the first rule and all rules that its own outcomes say hold, and can tell them again later', () => {
    fc.assert(
      fc.property(
        anyRules,
        fc.array(anyFacts, { minLength: 1, maxLength: 20 }),
        anyMissing,
        (rules, many, missing) => {
          const compiled = compileRules(rules, missing);
          const into = new Int32Array(rules.length);
          const kept = new Int32Array(compiled.stateLength * many.length);
          const told = many.map((facts, index) => {
            const outcomes = compiled.evaluate(facts, nothingLacking);
            const holding = outcomes.flatMap(({ holds }, place) => (holds ? [place] : []));
            expect(compiled.first(facts)).to.equal(holding[0] ?? -1);
            expect([...into.subarray(0, compiled.holding(facts, into))]).to.deep.equal(holding);
            compiled.keep(kept, index * compiled.stateLength);
            return outcomes;
          });
          many.forEach((facts, index) => {
            expect(compiled.evaluateKept(kept, index * compiled.stateLength, facts)).to.deep.equal(
              told[index],
            );
          });
        },
      ),
    );
  });
});

describe('a judgement', () => {
  it('is kept as bits, and says of every rule what evaluating says, whatever is lacking and whenever it is asked', () => {
    let unknowable = 0;
    const lacking = fc.subarray([
      'intent',
      'utterance',
      'waitSeconds',
      'serviceLevel',
      'priority',
      'requiredSkills',
    ]);
    fc.assert(
      fc.property(
        anyRules,
        fc.array(fc.tuple(anyFacts, lacking), { minLength: 1, maxLength: 20 }),
        anyMissing,
        (rules, moments, missing) => {
          const [compiled, asked] = [compileRules(rules, missing), compileRules(rules, missing)];
          const judged = moments.map(([facts, names]) =>
            compiled.judge((fact) => facts[fact], new Set(names)),
          );
          judged.forEach((outcomes, index) => {
            const [facts, names] = moments[index]!;
            const expected = asked.evaluate(facts, new Set(names));
            expect(outcomes.count).to.equal(expected.length);
            expected.forEach((outcome, place) => {
              expect(outcomes.holds(place)).to.equal(outcome.holds);
              expect(outcomes.unknowable(place)).to.equal(outcome.unknowable);
              if (outcome.unknowable !== undefined) unknowable++;
            });
            expect(outcomes.readable()).to.deep.equal(expected);
          });
        },
      ),
    );
    expect(unknowable).to.be.above(100);
  });
});

describe('a rule of too many terms', () => {
  const wide = (groups: number): Condition => ({
    all: Array.from({ length: groups }, (_, group) => ({
      any: [leaf('waitSeconds', 'equal', group), leaf('serviceLevel', 'greaterThan', group / 10)],
    })),
  });

  it('is not expanded', () => {
    expect(termsOf(wide(8))).to.have.length(mostTerms);
    expect(termsOf(wide(9))).to.equal(undefined);
  });

  it('is decided all the same, in its place among the others', () => {
    const rules = [
      wide(9),
      leaf('waitSeconds', 'equal', 1),
      wide(12),
      leaf('waitSeconds', 'greaterThan', 0),
    ].map((when, index) => ({
      name: `r${index}`,
      when,
    }));
    const compiled = compileRules(rules, {});
    const into = new Int32Array(rules.length);
    const holding = (facts: object): number[] => [
      ...into.subarray(0, compiled.holding(facts as never, into)),
    ];
    expect(holding({ waitSeconds: 1, serviceLevel: 5 })).to.deep.equal([0, 1, 2, 3]);
    expect(holding({ waitSeconds: 1, serviceLevel: 0 })).to.deep.equal([1, 3]);
    expect(compiled.first({ waitSeconds: 2, serviceLevel: 5 })).to.equal(0);
    expect(compiled.first({ waitSeconds: 2, serviceLevel: 0 })).to.equal(3);
    expect(compiled.first({})).to.equal(-1);
  });

  it('agrees with the terms where there are not too many', () => {
    fc.assert(
      fc.property(anyCondition, (when) => {
        const terms = termsOf(when);
        if (terms !== undefined) expect(terms.length).to.be.within(1, mostTerms);
      }),
    );
  });
});
