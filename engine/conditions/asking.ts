import type { NestedCondition, TopLevelCondition } from 'json-rules-engine';
import type { FactValue } from '../facts/definition.ts';
import { leavesOf, type Condition, type MissingDefaults, type Rule } from './condition.ts';
import type { FactFinder } from './evaluator.ts';
import { emptyEngine, operatorName } from './interpreter.ts';

/** Rules whose facts are not all in hand. */
export interface Asking {
  readonly rules: readonly Rule[];
  readonly missing: MissingDefaults;
  /** Facts in hand. */
  readonly find: FactFinder;
  /** Facts that can be looked up, the cheapest first. */
  readonly toLookUp: readonly string[];
  /** Asked for a fact at most once. @returns undefined when it is missing. */
  readonly lookUp: (fact: string) => Promise<FactValue | undefined>;
  /** Whether the first rule that holds settles it, or every rule counts. */
  readonly settledBy: 'first' | 'all';
}

/** Facts in hand are compared before any is looked up. */
const inHand = 1_000_000;

/**
 * Asks rules with json-rules-engine, whose almanac looks facts up when a rule comes to them: in each group the facts in
 * hand are compared first, then one fact after the other is looked up, until the group is settled. So nothing is looked
 * up that no rule needs any more.
 * @returns whether a rule holds.
 */
export async function askRules(asking: Asking): Promise<boolean> {
  const { rules, missing, find, toLookUp, lookUp, settledBy } = asking;
  const engine = emptyEngine();
  const reads = new Set(rules.flatMap(({ when }) => leavesOf(when)).map(({ fact }) => fact));
  for (const fact of reads) {
    const known = find(fact) ?? missing[fact];
    if (toLookUp.includes(fact)) engine.addFact(fact, async () => (await lookUp(fact)) ?? missing[fact]);
    else if (known !== undefined) engine.addFact(fact, known);
  }
  const priorityOf = (condition: Condition): number =>
    Math.min(
      ...leavesOf(condition).map(({ fact }) =>
        toLookUp.includes(fact) ? toLookUp.length - toLookUp.indexOf(fact) : inHand,
      ),
    );
  rules.forEach((rule, index) =>
    engine.addRule({
      name: String(index),
      conditions: topLevel(rule.when, priorityOf),
      event: { type: 'held' },
      // Rules of one priority are asked at the same time; these one after the other.
      ...(settledBy === 'first' ? { priority: rules.length - index } : {}),
    }),
  );
  if (settledBy === 'first') engine.on('success', () => void engine.stop());
  const { results } = await engine.run();
  return results.length > 0;
}

function topLevel(condition: Condition, priorityOf: (condition: Condition) => number): TopLevelCondition {
  return (
    'all' in condition || 'any' in condition
      ? nested(condition, priorityOf)
      : { all: [nested(condition, priorityOf)] }
  ) as TopLevelCondition;
}

function nested(condition: Condition, priorityOf: (condition: Condition) => number): NestedCondition {
  const priority = priorityOf(condition);
  const inside = (part: Condition): NestedCondition => nested(part, priorityOf);
  if ('all' in condition) return { all: condition.all.map(inside), priority };
  if ('any' in condition) return { any: condition.any.map(inside), priority };
  return { fact: condition.fact, operator: operatorName(condition), value: condition.value, priority };
}
