import { leavesOf, type Condition, type Leaf } from '../../engine/conditions/condition.ts';
import { operators } from '../../engine/conditions/operators/operators.ts';
import type { Mapping, SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { problemError, type ProblemError } from '../../engine/problem.ts';
import { didYouMean } from '../../engine/suggest.ts';

/** Which comparison of a policy is meant, as an analyst names it. */
export interface ComparisonName {
  readonly rule: string;
  readonly fact: string;
  /** Needed where several packs have a rule of that name. */
  readonly pack?: string;
  /** Which of the rule's comparisons of that fact with a number, from 1. Needed where there are several. */
  readonly comparison?: number;
}

/** A comparison with one number, and where it stands. */
export interface Threshold {
  readonly pack: SkillMapping;
  readonly mapping: Mapping;
  readonly leaf: ThresholdLeaf;
}

/** A comparison with one number. */
export type ThresholdLeaf = Leaf & { readonly value: number };

const replayInstead =
  'copy the policy, change the number there, and compare: signalbox replay <recording> --rules <copy> --against <policy>';

/** The comparison that is meant. @throws ProblemError when there is none, or several, saying which there are. */
export function findThreshold(policy: Policy, name: ComparisonName): Threshold {
  const { pack, mapping } = findMapping(policy, name);
  const leaves = [...new Set(leavesOf(mapping.when))];
  const ofFact = leaves.filter(({ fact }) => fact === name.fact);
  if (ofFact.length === 0) {
    const message = `"${mapping.name}" does not read "${name.fact}"`;
    throw refusal('fact-not-read', message, didYouMean(name.fact, new Set(leaves.map(({ fact }) => fact))));
  }
  const numbers = thresholdsIn(mapping.when);
  const thresholds = numbers.filter(({ fact }) => fact === name.fact);
  if (thresholds.length === 0) {
    const others = new Set(numbers.map(({ fact }) => fact));
    const message = `"${mapping.name}" compares "${name.fact}" with no single number, so there is no threshold to move`;
    throw refusal(
      'no-threshold',
      message,
      others.size === 0 ? replayInstead : `it has thresholds of: ${[...others].join(', ')}`,
    );
  }
  const { comparison = thresholds.length === 1 ? 1 : undefined } = name;
  const leaf = comparison === undefined ? undefined : thresholds[comparison - 1];
  if (leaf !== undefined) return { pack, mapping, leaf };
  const list = thresholds.map((one, place) => `${place + 1}: ${inWords(one)}`).join('; ');
  const message = `"${mapping.name}" compares "${name.fact}" with a number ${times(thresholds.length)}`;
  throw refusal('which-comparison', message, `say which with --comparison: ${list}`);
}

/** The comparisons with one number in a condition, each once, in its order. */
export function thresholdsIn(condition: Condition): ThresholdLeaf[] {
  return [...new Set(leavesOf(condition))].filter(
    (leaf): leaf is ThresholdLeaf => typeof leaf.value === 'number',
  );
}

/** A comparison as it is written: `waitSeconds is less than 20`. */
export function inWords({ fact, operator, value }: ThresholdLeaf): string {
  return `${fact} ${operators.get(operator)!.phrase} ${value}`;
}

/** A condition in which one comparison has another value. @param moved itself one of `leavesOf(condition)`. */
export function withValue(condition: Condition, moved: Leaf, value: number): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => withValue(part, moved, value)) };
  if ('any' in condition) return { any: condition.any.map((part) => withValue(part, moved, value)) };
  return condition === moved ? { ...condition, value } : condition;
}

function findMapping(policy: Policy, { rule, pack }: ComparisonName): Omit<Threshold, 'leaf'> {
  const packs = policy.packs.filter((one): one is SkillMapping => one.kind === 'SkillMapping');
  if (packs.length === 0)
    throw refusal(
      'no-skill-mapping',
      `"${policy.name}" has no SkillMapping, and what-if is about those`,
      replayInstead,
    );
  if (pack !== undefined && !packs.some(({ name }) => name === pack)) {
    const hint = didYouMean(
      pack,
      packs.map(({ name }) => name),
    );
    throw refusal('unknown-pack', `"${policy.name}" has no SkillMapping named "${pack}"`, hint);
  }
  const asked = packs.filter(({ name }) => pack === undefined || name === pack);
  const found = asked.flatMap((one) =>
    one.mappings.flatMap((mapping) => (mapping.name === rule ? [{ pack: one, mapping }] : [])),
  );
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    const names = found.map(({ pack: { name } }) => name).join(', ');
    throw refusal('which-pack', `several packs have a rule "${rule}"`, `say which with --pack: ${names}`);
  }
  const elsewhere = policy.packs.find((one) => one.kind !== 'SkillMapping' && hasRule(one, rule));
  if (elsewhere !== undefined) {
    const message = `"${rule}" is a rule of the ${elsewhere.kind} "${elsewhere.name}"; what-if is about SkillMapping`;
    throw refusal('rule-elsewhere', message, replayInstead);
  }
  const known = asked.flatMap(({ mappings }) => mappings.map(({ name }) => name));
  throw refusal('unknown-rule', `no SkillMapping has a rule "${rule}"`, didYouMean(rule, known));
}

function hasRule(pack: Pack, rule: string): boolean {
  return Object.values(pack).some(
    (field) =>
      Array.isArray(field) && field.some((one: { readonly name?: unknown } | null) => one?.name === rule),
  );
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function refusal(code: string, message: string, hint: string | undefined): ProblemError {
  return problemError(code, message, hint === undefined ? {} : { hint });
}
