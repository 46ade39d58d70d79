import type { Condition, MissingDefaults, Rule } from '../condition.ts';
import type { FactFinder } from '../evaluator.ts';
import { operators } from '../operators/operators.ts';

/** Rules with too many terms to index: evaluated leaf by leaf, and fitted in among the others. */
export class UnindexedRules {
  readonly areNone: boolean;
  readonly #rules: readonly Rule[];
  readonly #places: readonly number[];
  readonly #missing: MissingDefaults;

  /** @param rules all there are. @param places of those with too many terms, ascending. */
  constructor(rules: readonly Rule[], places: readonly number[], missing: MissingDefaults) {
    this.areNone = places.length === 0;
    this.#rules = rules;
    this.#places = places;
    this.#missing = missing;
  }

  /** The first rule that holds, given the first of the indexed ones; −1 when none does. */
  before(found: number, find: FactFinder): number {
    for (const rule of this.#places) {
      if (found !== -1 && rule > found) break;
      if (this.#holds(this.#rules[rule]!.when, find)) return rule;
    }
    return found;
  }

  /**
   * Every rule that holds, ascending.
   * @param into holds the indexed ones at first; at least as long as the list of rules.
   * @param count how many they are. @returns how many there are now.
   */
  merge(find: FactFinder, into: Int32Array, count: number): number {
    const held = this.#places.filter((rule) => this.#holds(this.#rules[rule]!.when, find));
    if (held.length === 0) return count;
    const all = [...into.subarray(0, count), ...held].sort((a, b) => a - b);
    into.set(all);
    return all.length;
  }

  #holds(condition: Condition, find: FactFinder): boolean {
    if ('all' in condition) return condition.all.every((part) => this.#holds(part, find));
    if ('any' in condition) return condition.any.some((part) => this.#holds(part, find));
    const value = find(condition.fact) ?? this.#missing[condition.fact];
    return value !== undefined && operators.get(condition.operator)!.holds(value, condition.value);
  }
}
