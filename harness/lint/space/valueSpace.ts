import { complement } from '../../../engine/conditions/compiled/ranges.ts';
import type { Leaf } from '../../../engine/conditions/condition.ts';
import type { FactDefinition, FactValue } from '../../../engine/facts/definition.ts';
import type { Formula, Variables } from '../search/formula.ts';
import type { Domains } from '../search/search.ts';
import { cellsOf, cellsWhere } from './cells.ts';
import type { FactSpace } from './factSpace.ts';

/** A fact that is one plain value: one variable, with a cell for each value that is told apart, and the missing fact last. */
export class ValueSpace implements FactSpace {
  readonly fact: string;
  readonly known: Formula;
  readonly always = [];
  /** Its variable. */
  readonly variable: number;
  /** By cell, its value; the missing fact has a cell behind them, where there is one. */
  readonly cells: readonly FactValue[];
  readonly #mayBeMissing: boolean;

  /** @param mayBeMissing whether there is an input without it, and the pack does not say what it then is. */
  constructor(fact: FactDefinition, leaves: readonly Leaf[], mayBeMissing: boolean, variables: Variables) {
    this.fact = fact.name;
    this.cells = cellsOf(fact, leaves);
    this.#mayBeMissing = mayBeMissing;
    this.variable = variables.add(this.cells.length + (mayBeMissing ? 1 : 0));
    this.known = { variable: this.variable, cells: [0, this.cells.length] };
  }

  formulaOf(leaf: Leaf): Formula {
    return { variable: this.variable, cells: cellsWhere(this.cells, leaf) };
  }

  valueIn(domains: Domains): FactValue | undefined {
    const domain = domains.of(this.variable);
    const count = this.cells.length + (this.#mayBeMissing ? 1 : 0);
    const isAsked = complement(domain, count).length > 0;
    return this.#mayBeMissing && !isAsked ? undefined : this.cells[domain[0]!];
  }
}
