import { Engine, type NestedCondition, type TopLevelCondition } from 'json-rules-engine';
import type { FactValues } from '../facts/definition.ts';
import {
  factsRead,
  leavesOf,
  type Condition,
  type Leaf,
  type MissingDefaults,
  type Rule,
} from './condition.ts';
import type { PreparedRules } from './evaluator.ts';
import { operators } from './operators/operators.ts';
import { outcomeOf, type LeafOutcome, type RuleOutcome } from './outcome.ts';

/** Decorates an operator so that a missing fact makes it false, negations included. */
const presentFact = 'present';

/**
 * The interpreter: json-rules-engine evaluates the conditions. It drives the gathering of facts in the shell, and it is
 * the oracle the compiled tier is held to.
 *
 * Its traps are kept out: packs are checked before they come here; an engine never serves two runs at once (two runs on
 * one engine lose rules without a word), so engines wait in a pool and one more is made when none is free; no event,
 * priority or path is used.
 */
export function interpretRules(rules: readonly Rule[], missing: MissingDefaults): PreparedRules {
  const reads = factsRead(rules.map((rule) => rule.when));
  const idle: Engine[] = [];
  return {
    reads,
    async evaluate(facts, lacking) {
      const known = withDefaults(reads, facts, missing);
      const engine = idle.pop() ?? engineFor(rules);
      const { results, failureResults } = await engine.run({ ...known });
      idle.push(engine);
      const trees = new Map(
        [...results, ...failureResults].map((result) => [result.name, result.conditions]),
      );
      return rules.map((rule, index): RuleOutcome => {
        const verdicts = leafVerdicts(trees.get(String(index)) as JudgedCondition);
        return outcomeOf(rule.name, rule.when, leafOutcomes(rule.when, verdicts, facts, known), lacking);
      });
    },
  };
}

/** A condition of json-rules-engine after a run: every leaf carries its result. */
type JudgedCondition = { all?: JudgedCondition[]; any?: JudgedCondition[]; result?: boolean };

function leafVerdicts(condition: JudgedCondition): boolean[] {
  const parts = condition.all ?? condition.any;
  return parts === undefined ? [condition.result === true] : parts.flatMap(leafVerdicts);
}

function leafOutcomes(
  condition: Condition,
  verdicts: readonly boolean[],
  observed: FactValues,
  known: FactValues,
): readonly LeafOutcome[] {
  return leavesOf(condition).map((leaf, index) => leafOutcome(leaf, verdicts[index]!, observed, known));
}

function leafOutcome(leaf: Leaf, holds: boolean, observed: FactValues, known: FactValues): LeafOutcome {
  if (!Object.hasOwn(known, leaf.fact)) return { ...leaf, holds, from: 'missing' };
  const from = Object.hasOwn(observed, leaf.fact) ? 'observed' : 'default';
  return { ...leaf, holds, found: known[leaf.fact]!, from };
}

function withDefaults(reads: readonly string[], facts: FactValues, missing: MissingDefaults): FactValues {
  const known: Record<string, FactValues[string]> = {};
  for (const fact of reads) {
    if (Object.hasOwn(facts, fact)) known[fact] = facts[fact]!;
    else if (Object.hasOwn(missing, fact)) known[fact] = missing[fact]!;
  }
  return known;
}

function engineFor(rules: readonly Rule[]): Engine {
  const engine = emptyEngine();
  rules.forEach((rule, index) =>
    engine.addRule({ name: String(index), conditions: topLevel(rule.when), event: { type: 'held' } }),
  );
  return engine;
}

/** An engine of json-rules-engine with our operators and no rules; conditions name operators by `operatorName`. */
export function emptyEngine(): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true });
  // json-rules-engine keeps its own operators; ours are only those it does not have.
  for (const operator of operators.values()) {
    if (!ownOperators.has(operator.name)) engine.addOperator(operator.name, operator.holds);
  }
  engine.addOperatorDecorator(
    presentFact,
    (found: unknown, value: unknown, next: (found: unknown, value: unknown) => boolean) =>
      found !== undefined && next(found, value),
  );
  return engine;
}

/** An operator that is false of a missing fact, as json-rules-engine knows it. */
export function operatorName({ operator }: Leaf): string {
  return `${presentFact}:${operator}`;
}

const ownOperators = new Set([
  'equal',
  'notEqual',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
]);

function topLevel(condition: Condition): TopLevelCondition {
  return 'all' in condition || 'any' in condition
    ? (nested(condition) as TopLevelCondition)
    : { all: [nested(condition)] };
}

function nested(condition: Condition): NestedCondition {
  if ('all' in condition) return { all: condition.all.map(nested) };
  if ('any' in condition) return { any: condition.any.map(nested) };
  return { fact: condition.fact, operator: operatorName(condition), value: condition.value };
}
