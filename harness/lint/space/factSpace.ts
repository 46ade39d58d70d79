import type { Leaf } from '../../../engine/conditions/condition.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import type { Clause, Formula } from '../search/formula.ts';
import type { Domains } from '../search/search.ts';

/** All that a fact can be, as far as comparisons with it tell values apart. */
export interface FactSpace {
  readonly fact: string;
  /** Where a comparison with the fact holds. */
  formulaOf(leaf: Leaf): Formula;
  /** Where the fact is known; an empty `all` when it is never missing. */
  readonly known: Formula;
  /** What is so of every value of the fact. */
  readonly always: readonly Clause[];
  /** A value in the domains, the same every time: undefined when the fact is missing, or may be and nothing asks for it. */
  valueIn(domains: Domains): FactValue | undefined;
}
