import { complement, intersect, type Ranges } from '../../../engine/conditions/compiled/ranges.ts';

/** That a variable is in one of some cells. */
export interface Literal {
  readonly variable: number;
  readonly cells: Ranges;
}

/** What is asked for, without negations. An empty `all` holds always, an empty `any` never. */
export type Formula = Literal | { readonly all: readonly Formula[] } | { readonly any: readonly Formula[] };

/** Literals of different variables, of which one must hold. */
export type Clause = readonly Literal[];

/** How many cells each variable has, by its number. */
export class Variables {
  readonly counts: number[] = [];
  /** All cells of each. */
  readonly wholes: Ranges[] = [];

  /** @returns the number of a new variable. */
  add(cells: number): number {
    this.wholes.push([0, cells]);
    return this.counts.push(cells) - 1;
  }

  /** Holds exactly where the formula does not. */
  negated(formula: Formula): Formula {
    if ('all' in formula) return { any: formula.all.map((part) => this.negated(part)) };
    if ('any' in formula) return { all: formula.any.map((part) => this.negated(part)) };
    const { variable, cells } = formula;
    return { variable, cells: complement(cells, this.counts[variable]!) };
  }

  /**
   * Clauses that hold together exactly where the formula does. An `all` inside an `any` gets a variable of its own (its
   * choice), so that they are no more than the formula's parts.
   * Source: D. Plaisted, S. Greenbaum, "A structure-preserving clause form translation", 1986.
   */
  clauses(formula: Formula): readonly Clause[] {
    if ('all' in formula) return formula.all.flatMap((part) => this.clauses(part));
    const more: Clause[] = [];
    const literals = this.#literals(formula, more);
    const clause = this.#merged(literals);
    return clause === undefined ? more : [clause, ...more];
  }

  #literals(formula: Formula, more: Clause[]): readonly Literal[] {
    if ('any' in formula) return formula.any.flatMap((part) => this.#literals(part, more));
    if ('variable' in formula) return [formula];
    if (formula.all.length === 1) return this.#literals(formula.all[0]!, more);
    const chosen = this.add(2);
    const isNot = { variable: chosen, cells: [0, 1] };
    for (const clause of this.clauses(formula)) more.push([isNot, ...clause]);
    return [{ variable: chosen, cells: [1, 2] }];
  }

  /** One literal a variable; undefined when the clause holds whatever is so. */
  #merged(literals: readonly Literal[]): Clause | undefined {
    const byVariable = new Map<number, Ranges>();
    for (const { variable, cells } of literals) {
      const before = byVariable.get(variable);
      byVariable.set(variable, before === undefined ? cells : this.#union(variable, before, cells));
    }
    const merged: Literal[] = [];
    for (const [variable, cells] of byVariable) {
      if (cells.length === 2 && cells[0] === 0 && cells[1] === this.counts[variable]) return undefined;
      if (cells.length > 0) merged.push({ variable, cells });
    }
    return merged;
  }

  #union(variable: number, one: Ranges, other: Ranges): Ranges {
    const count = this.counts[variable]!;
    const neither = intersect(complement(one, count), complement(other, count));
    return complement(neither, count);
  }
}
