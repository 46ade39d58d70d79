import { checkCondition, type ConditionScope } from '../../engine/conditions/check.ts';
import type { Rule } from '../../engine/conditions/condition.ts';
import { compileRules, type CompiledRules } from '../../engine/conditions/compiled/compile.ts';
import type { FactDefinition, FactValues } from '../../engine/facts/definition.ts';
import { engineVersion } from '../../engine/version.ts';
import type { RuleWork, Work } from '../works/work.ts';
import { asRules, firstHit, type Decider } from './contender.ts';

/** Decisions whose leaf outcomes are in hand at any moment; an older one is overwritten. */
const kept = 1_024;

/** Our compiled tier; where all rules are wanted, the outcome of every leaf is kept as well. */
export function prepare(work: Work): Decider {
  const rules = asRules(work);
  const compiled = compileRules(checkedRules(rules), {});
  return rules.wanted === 'first'
    ? firstHit(engineVersion, (facts) => compiled.first(facts))
    : keeping(compiled, rules.rules.length);
}

function keeping(compiled: CompiledRules, rules: number): Decider {
  const holding = new Int32Array(rules);
  const leaves = new Int32Array(kept * compiled.stateLength);
  let next = 0;
  return {
    version: engineVersion,
    waits: false,
    decide(facts: FactValues): number {
      const count = compiled.holding(facts, holding);
      compiled.keep(leaves, next * compiled.stateLength);
      next = (next + 1) % kept;
      return count;
    },
    read: (count) => [...holding.subarray(0, count as number)],
  };
}

/** The work's rules in normal form, by the same check that a pack goes through. */
export function checkedRules({ rules, factTypes }: RuleWork): readonly Rule[] {
  const facts = Object.entries(factTypes).map(([name, type]): [string, FactDefinition] => [
    name,
    {
      name,
      subject: 'conversation',
      type,
      description: name,
      origin: 'observed',
      source: 'bench',
      example: type === 'number' ? 0 : '',
      mayBeMissing: false,
    },
  ]);
  const scope: ConditionScope = {
    facts: new Map(facts),
    factsElsewhere: new Map(),
    named: new Map(),
    report(path, _code, message) {
      throw new Error(`${path.join('/')}: ${message}`);
    },
  };
  return rules.map(({ name, when }) => ({ name, when: checkCondition(when, [name], scope)! }));
}
