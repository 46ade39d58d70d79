import type { Path } from '../../engine/conditions/check.ts';
import { compileRules } from '../../engine/conditions/compiled/compile.ts';
import { leavesOf, type Condition, type Leaf, type Rule } from '../../engine/conditions/condition.ts';
import { comparisonInWords } from '../../engine/conditions/inWords.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import type { Found, Witness } from './finding.ts';
import type { RuleSet } from './ruleSet.ts';
import type { Formula } from './search/formula.ts';

/** A condition of a pack, with what it is for and where it is written. */
export interface PlacedRule extends Rule {
  /** Where it is written. */
  readonly path: Path;
  /** Where each of its comparisons is written, in order. */
  readonly leaves: readonly Path[];
  /** What follows when it never holds, and what to do. */
  readonly ifNever: Pick<Found, 'message' | 'hint'>;
  /** What follows when it always holds. */
  readonly ifAlways: Pick<Found, 'message' | 'hint'>;
}

/** Comparisons of a rule that never holds of which each is left out in turn, to show what stands in its way. */
const mostTried = 20;

/** What is wrong with a condition by itself. @param place of the rule in the set. */
export function* findInCondition(set: RuleSet, place: number, rule: PlacedRule): Generator<Found> {
  const outside = new Set<number>();
  for (const [number, leaf] of leavesOf(rule.when).entries()) {
    const found = outsideRange(leaf);
    if (found === undefined) continue;
    outside.add(number);
    yield { ...found, path: [...placeOfLeaf(rule, number), 'value'], rule: rule.name };
  }
  const { name, path } = rule;
  if (set.find({ holding: [place] }) === undefined) {
    yield { code: 'never-holds', path, rule: name, ...rule.ifNever, witness: nearest(set, rule) };
  } else if (set.find({ failing: [place] }) === undefined) {
    const witness = { facts: anyInput(set), shows: 'it holds here, as everywhere' };
    yield { code: 'always-holds', path, rule: name, ...rule.ifAlways, witness };
  } else {
    yield* findInParts(set, rule, rule.when, 0, outside);
  }
}

/** @param first the number of the group's first comparison in the rule. @param but comparisons already told of. */
function* findInParts(
  set: RuleSet,
  rule: PlacedRule,
  group: Condition,
  first: number,
  but: ReadonlySet<number>,
): Generator<Found> {
  if ('fact' in group) return;
  let number = first;
  for (const part of 'all' in group ? group.all : group.any) {
    const found = 'fact' in part && but.has(number) ? undefined : findInPart(set, part);
    const path = placeOfLeaf(rule, number);
    if (found !== undefined) yield { ...found, path, rule: rule.name };
    else yield* findInParts(set, rule, part, number, but);
    number += leavesOf(part).length;
  }
}

function findInPart(set: RuleSet, part: Condition): Omit<Found, 'path'> | undefined {
  const { space } = set;
  const formula = space.formulaOf(part);
  const words = 'fact' in part ? `“${comparisonInWords(part)}”` : 'this part of the condition';
  const verdict = (holds: boolean): Witness => {
    const input = anyInput(set);
    return { facts: input, shows: `${words} ${holds ? 'holds' : 'does not hold'} here, as everywhere` };
  };
  if (set.find({ where: [formula] }) === undefined) {
    const hint = 'mend it, or take it out';
    return { code: 'never-holds', message: `${words} never holds`, hint, witness: verdict(false) };
  }
  if (set.find({ where: [space.variables.negated(formula)] }) !== undefined) return undefined;
  const hint = 'it decides nothing: mend it, or take it out';
  return { code: 'always-holds', message: `${words} always holds`, hint, witness: verdict(true) };
}

/** A number that the fact never comes to: whatever it is compared by, all values of the fact compare alike. */
function outsideRange(leaf: Leaf): Omit<Found, 'path'> | undefined {
  const { range, unit } = factCatalogue.get(leaf.fact)!;
  if (range === undefined) return undefined;
  const { minimum = -Infinity, maximum = Infinity } = range;
  const outside = ([leaf.value].flat() as readonly number[]).find((one) => one < minimum || one > maximum);
  if (outside === undefined) return undefined;
  const nearest = outside < minimum ? minimum : maximum;
  const facts = { [leaf.fact]: nearest };
  const { holds } = compileRules([{ name: 'it', when: leaf }], {}).evaluate(facts, new Set())[0]!;
  const bounds = maximum === Infinity ? `is at least ${minimum}` : `goes from ${minimum} to ${maximum}`;
  const isFraction = maximum === 1 && outside > 1 && outside <= 100;
  return {
    code: 'threshold-outside-range',
    message: `${leaf.fact} is never ${outside}: it ${bounds}${unit === undefined ? '' : ` (${unit})`}`,
    hint: isFraction ? `did you mean ${outside / 100}?` : 'compare with a value it can have',
    witness: {
      facts,
      shows: `even here, nearest to ${outside}, “${comparisonInWords(leaf)}” ${holds ? 'holds' : 'does not hold'}`,
    },
  };
}

/** An input that all comparisons but one let pass, where there is one: what stands in the rule's way. */
function nearest(set: RuleSet, { when }: PlacedRule): Witness {
  const leaves = leavesOf(when);
  for (const [number, leaf] of leaves.slice(0, mostTried).entries()) {
    const facts = set.find({ where: [without(set, when, number, 0)] });
    if (facts === undefined) continue;
    const others = leaves.length === 1 ? '' : 'here all else holds, but ';
    return { facts, shows: `${others}it is not so that ${comparisonInWords(leaf)}` };
  }
  return { facts: anyInput(set), shows: 'it does not hold here, nor elsewhere' };
}

/** Where a condition would hold without one of its comparisons, whose fact is known. @param first its first comparison. */
function without(set: RuleSet, condition: Condition, left: number, first: number): Formula {
  if ('fact' in condition)
    return first === left ? set.space.knownOf(condition.fact) : set.space.formulaOf(condition);
  const isAll = 'all' in condition;
  let number = first;
  const parts = (isAll ? condition.all : condition.any).map((part) => {
    const formula = without(set, part, left, number);
    number += leavesOf(part).length;
    return formula;
  });
  return isAll ? { all: parts } : { any: parts };
}

function anyInput(set: RuleSet) {
  return set.find({ isCovered: true, isKnown: true }) ?? set.find({}) ?? {};
}

function placeOfLeaf({ leaves, path }: PlacedRule, number: number): Path {
  return leaves[number] ?? path;
}
