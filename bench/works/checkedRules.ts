import { checkCondition, type ConditionScope } from '../../engine/conditions/check.ts';
import type { Rule } from '../../engine/conditions/condition.ts';
import type { FactDefinition } from '../../engine/facts/definition.ts';
import type { SourceRule } from './work.ts';

/** Rules in normal form, by the same check that a pack goes through. @throws Error for a rule that does not pass it. */
export function checkedRules(
  rules: readonly SourceRule[],
  facts: ReadonlyMap<string, FactDefinition>,
): readonly Rule[] {
  const scope: ConditionScope = {
    facts,
    factsElsewhere: new Map(),
    named: new Map(),
    report(path, _code, message) {
      throw new Error(`${path.join('/')}: ${message}`);
    },
  };
  return rules.map(({ name, when }) => ({ name, when: checkCondition(when, [name], scope)! }));
}
