import { expect } from 'chai';
import { compileRules } from '../../../engine/conditions/compiled/compile.ts';
import type { PrepareDecidingRules } from '../../../engine/conditions/evaluator.ts';
import { gather } from '../../../engine/facts/gather.ts';
import { interpretRules } from '../../../engine/conditions/interpreter.ts';

/** Decides by the compiled tier, and asks json-rules-engine every question that was asked, to be compared afterwards. */
export function bothTiers(): {
  readonly prepare: PrepareDecidingRules;
  readonly compared: () => Promise<number>;
} {
  const comparisons: (() => Promise<void>)[] = [];
  return {
    prepare(rules, missing) {
      const [compiled, interpreted] = [compileRules(rules, missing), interpretRules(rules, missing)];
      return {
        reads: compiled.reads,
        judge(find, lacking) {
          const outcomes = compiled.judge(find, lacking);
          comparisons.push(async () => {
            const expected = await interpreted.evaluate(gather(interpreted.reads, find), lacking);
            expect(outcomes.readable()).to.deep.equal(expected);
            expect(expected.map((_, place) => outcomes.holds(place))).to.deep.equal(
              expected.map(({ holds }) => holds),
            );
            expect(expected.map((_, place) => outcomes.unknowable(place))).to.deep.equal(
              expected.map(({ unknowable }) => unknowable),
            );
          });
          return outcomes;
        },
      };
    },
    /** @returns how many questions both answered alike. */
    async compared() {
      for (const compare of comparisons) await compare();
      return comparisons.length;
    },
  };
}
