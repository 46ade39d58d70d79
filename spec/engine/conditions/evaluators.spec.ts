import { expect } from 'chai';
import fc from 'fast-check';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import type { Condition } from '../../../engine/conditions/condition.ts';
import type { PrepareRules } from '../../../engine/conditions/evaluator.ts';
import { interpretRules } from '../../../engine/conditions/interpreter.ts';
import { operators } from '../../../engine/conditions/operators/operators.ts';
import type { FactValue, FactValues } from '../../../engine/facts/definition.ts';
import { anyCondition, anyFacts, anyLeaf, leaf } from './arbitraries.ts';

const known = new Set<string>();
/** What the language means, said a second time in the plainest way. */
function holds(when: Condition, given: FactValues): boolean {
  if ('all' in when) return when.all.every((part) => holds(part, given));
  if ('any' in when) return when.any.some((part) => holds(part, given));
  return given[when.fact] !== undefined && operators.get(when.operator)!.holds(given[when.fact]!, when.value);
}

const tiers: readonly [string, PrepareRules][] = [
  ['the interpreter', interpretRules],
  ['the compiled tier', compileRules],
];

for (const [tier, prepare] of tiers) {
  const evaluate = async (
    when: Condition,
    facts: FactValues,
    missing = {},
    lacking: ReadonlySet<string> = known,
  ) => (await prepare([{ name: 'rule', when }], missing).evaluate(facts, lacking))[0]!;

  describe(tier, () => {
    it('means what the language says, on any condition and any facts, missing ones included', async () => {
      await fc.assert(
        fc.asyncProperty(anyCondition, anyFacts, async (when, given) => {
          expect((await evaluate(when, given)).holds).to.equal(holds(when, given));
        }),
      );
    });

    it('says why: comparisons that hold and together suffice, or one that does not and matters', async () => {
      await fc.assert(
        fc.asyncProperty(anyCondition, anyFacts, async (when, given) => {
          const outcome = await evaluate(when, given);
          for (const part of outcome.because ?? []) expect(holds(part, given)).to.equal(true);
          if (outcome.failedAt !== undefined) expect(holds(outcome.failedAt, given)).to.equal(false);
          expect(outcome.because === undefined).to.equal(!outcome.holds);
        }),
      );
    });

    it('finds both a comparison and its negation false on a missing fact, unless there is a default', async () => {
      for (const operator of operators.values()) {
        const fact = operator.factTypes.includes('number') ? 'waitSeconds' : 'requiredSkills';
        const one = fact === 'waitSeconds' ? 1 : 'x';
        const value = operator.takesList ? [one] : one;
        for (const name of [operator.name, operator.negation]) {
          const outcome = await evaluate(leaf(fact, name, value as FactValue), {});
          expect(outcome.holds, name).to.equal(false);
          expect(outcome.failedAt?.from).to.equal('missing');
        }
      }
      const defaulted = await evaluate(leaf('waitSeconds', 'lessThan', 5), {}, { waitSeconds: 3 });
      expect(defaulted.because).to.deep.equal([
        { fact: 'waitSeconds', operator: 'lessThan', value: 5, holds: true, found: 3, from: 'default' },
      ]);
    });

    it('negates every operator exactly, for facts in hand', () => {
      for (const operator of operators.values()) {
        expect(operators.get(operator.negation)!.negation).to.equal(operator.name);
      }
      fc.assert(
        fc.property(anyLeaf, anyFacts, (one, given) => {
          fc.pre(given[one.fact] !== undefined);
          const operator = operators.get(one.operator)!;
          const negation = operators.get(operator.negation)!;
          expect(negation.holds(given[one.fact]!, one.value)).to.equal(
            !operator.holds(given[one.fact]!, one.value),
          );
        }),
      );
    });

    it('calls a rule unknowable only where a fact nobody recorded could decide it', async () => {
      const [short, high] = [leaf('waitSeconds', 'lessThan', 5), leaf('priority', 'equal', 'high')];
      const lacking = new Set(['priority']);
      const outcome = (when: Condition, waitSeconds: number, missing = {}) =>
        evaluate(when, { waitSeconds }, missing, lacking);
      expect(await outcome({ all: [high, short] }, 1)).to.deep.equal({
        rule: 'rule',
        holds: false,
        unknowable: 'priority',
      });
      expect((await outcome({ all: [high, short] }, 9)).failedAt?.fact).to.equal('waitSeconds');
      expect((await outcome({ any: [high, short] }, 1)).because?.map(({ fact }) => fact)).to.deep.equal([
        'waitSeconds',
      ]);
      expect((await outcome({ any: [high, short] }, 9)).unknowable).to.equal('priority');
      // What a pack takes a missing fact to be is not what it was.
      expect((await outcome(high, 9, { priority: 'high' })).unknowable).to.equal('priority');
    });

    it('is right about what it knows: no value of a fact nobody recorded makes it otherwise', async () => {
      await fc.assert(
        fc.asyncProperty(anyCondition, anyFacts, anyFacts, async (when, given, other) => {
          const lacking = new Set(['priority', 'waitSeconds']);
          const known = Object.fromEntries(Object.entries(given).filter(([fact]) => !lacking.has(fact)));
          const verdict = await evaluate(when, known, {}, lacking);
          if (verdict.unknowable !== undefined) return;
          for (const { priority, waitSeconds } of [given, other]) {
            const possible = {
              ...known,
              ...(priority === undefined ? {} : { priority }),
              ...(waitSeconds === undefined ? {} : { waitSeconds }),
            };
            expect(holds(when, possible)).to.equal(verdict.holds);
          }
        }),
      );
    });

    it('answers two questions at once, each by its own facts', async () => {
      const rules = Array.from({ length: 20 }, (_, n) => ({
        name: `r${n}`,
        when: leaf('waitSeconds', 'greaterThan', n),
      }));
      const prepared = prepare(rules, {});
      const answers = await Promise.all(
        [3, 17, 0, 20, 9].map(async (waitSeconds) => prepared.evaluate({ waitSeconds }, known)),
      );
      expect(answers.map((outcomes) => outcomes.filter((one) => one.holds).length)).to.deep.equal([
        3, 17, 0, 20, 9,
      ]);
      expect(answers[1]!.map(({ rule }) => rule)).to.deep.equal(rules.map(({ name }) => name));
    });
  });
}
