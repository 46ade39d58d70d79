import type { FactValue } from '../facts/definition.ts';

/** One comparison: the smallest condition. */
export interface Leaf {
  /** A name of the fact catalogue. */
  readonly fact: string;
  /** A name of the operator list. */
  readonly operator: string;
  /** Of the type the operator takes for this fact; lists are sorted and without duplicates. */
  readonly value: FactValue;
}

/**
 * A condition in normal form: what a pack's `when` means once it is checked. Negations have been pushed into the
 * operators, named conditions put in place, and groups of one dissolved, so that both evaluators and the content hash
 * see one spelling of one meaning. Groups are never empty.
 */
export type Condition =
  Leaf | { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] };

/** A condition with the name its outcome is reported under. */
export interface Rule {
  readonly name: string;
  readonly when: Condition;
}

/**
 * What a missing fact means to a pack's rules: its value here when the fact is named, otherwise the comparison and its
 * negation are both false.
 */
export type MissingDefaults = Readonly<Record<string, FactValue>>;

/** The leaves of a condition in the order they are written. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  return [condition];
}

/** The facts a condition reads, each once, sorted. */
export function factsRead(conditions: readonly Condition[]): readonly string[] {
  return [...new Set(conditions.flatMap(leavesOf).map((leaf) => leaf.fact))].sort();
}
