import type { Leaf } from '../../../engine/conditions/condition.ts';
import type { FactValue } from '../../../engine/facts/definition.ts';
import type { Clause, Formula, Variables } from '../search/formula.ts';
import type { Domains } from '../search/search.ts';
import type { FactSpace } from './factSpace.ts';

const no = [0, 1];
const yes = [1, 2];

/** A fact that is a list: whether it is known, and for each member asked for whether it has it, in any combination. */
export class ListSpace implements FactSpace {
  readonly fact: string;
  readonly known: Formula;
  readonly always: readonly Clause[];
  readonly #known: number;
  readonly #members = new Map<string, number>();

  constructor(fact: string, leaves: readonly Leaf[], mayBeMissing: boolean, variables: Variables) {
    this.fact = fact;
    this.#known = variables.add(2);
    for (const { value } of leaves)
      if (!this.#members.has(value as string)) this.#members.set(value as string, variables.add(2));
    const known = { variable: this.#known, cells: yes };
    const isNot = (variable: number) => ({ variable, cells: no });
    this.known = mayBeMissing ? known : { all: [] };
    this.always = [...this.#members.values()].map((member) => [isNot(member), known]);
    this.#mayBeMissing = mayBeMissing;
  }

  readonly #mayBeMissing: boolean;

  formulaOf({ operator, value }: Leaf): Formula {
    const variable = this.#members.get(value as string)!;
    if (operator === 'contains') return { variable, cells: yes };
    return { all: [{ variable, cells: no }, this.known] };
  }

  valueIn(domains: Domains): FactValue | undefined {
    const isKnown = domains.of(this.#known);
    if (this.#mayBeMissing && isKnown[0] === 0) return undefined;
    return [...this.#members].filter(([, member]) => domains.of(member)[0] === 1).map(([name]) => name);
  }
}
