import type { FactDefinition, FactType, FactValue } from '../../facts/definition.ts';
import { factValueProblem, show } from '../../facts/values.ts';

/** A comparison between a fact and a value written in a rule. */
export interface Operator {
  readonly name: string;
  /** The operator that holds exactly where this one does not, for every fact in hand. */
  readonly negation: string;
  /** The types of fact it takes. */
  readonly factTypes: readonly FactType[];
  /** Whether it compares with any of a list; one value may then be written without brackets where that is clear. */
  readonly takesList: boolean;
  /** How it reads between fact and value: `wait is less than 20`. */
  readonly phrase: string;
  /** Why the value cannot be compared with this fact, in the user's words; undefined when it can. */
  readonly valueProblem: (fact: FactDefinition, value: unknown) => string | undefined;
  /** Whether it holds. Both are of the types checked when the pack was loaded. */
  readonly holds: (found: FactValue, value: FactValue) => boolean;
}

/** Types of fact that are one plain value, and so can be equal or be in a list. */
export const plainTypes: readonly FactType[] = [
  'number',
  'boolean',
  'text',
  'enumeration',
  'serviceLevelTarget',
];

/** For operators that compare with one value of the fact's own type. */
export function oneValueProblem(fact: FactDefinition, value: unknown): string | undefined {
  // A threshold may lie outside the fact's range: that is for lint to say, with what it means.
  return factValueProblem({ ...fact, range: {}, integer: false }, value);
}

/** For operators that compare with a list of values of the fact's own type. */
export function listValueProblem(fact: FactDefinition, value: unknown): string | undefined {
  if (!Array.isArray(value)) return `must be a list such as [${show(fact.example)}], not ${show(value)}`;
  if (value.length === 0) return 'must name at least one value';
  for (const item of value) {
    const problem = oneValueProblem(fact, item);
    if (problem !== undefined) return `has a member that ${problem}`;
  }
  return undefined;
}
