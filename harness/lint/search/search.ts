import { complement, intersect, type Ranges } from '../../../engine/conditions/compiled/ranges.ts';
import type { Clause, Variables } from './formula.ts';

/** The cells each variable may still be in, by its number: any choice of one cell a variable is an answer. */
export type Domains = (variable: number) => Ranges;

/** Says that an answer was not found in as many steps as may be taken. */
export class TooHard extends Error {}

/** Where the clauses of a group are, by number: [from, to). */
export interface Group {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds cells for all variables by which groups of clauses hold, or finds that there are none: exact, by splitting.
 * Where a clause has one literal left, it is made to hold; where none is forced, one literal of the first open clause is
 * tried, then its opposite. Only the variables of open clauses are split.
 * Source: M. Davis, G. Logemann, D. Loveland, "A machine program for theorem-proving", 1962.
 */
export class Search {
  readonly #variables: Variables;
  readonly #clauses: Clause[] = [];
  /** By variable, the clauses it is in. */
  readonly #within: number[][] = [];
  /** By clause, whether it counts in the question at hand. */
  readonly #counts: boolean[] = [];
  readonly #domains = new Map<number, Ranges>();
  readonly #trail: { readonly variable: number; readonly before: Ranges }[] = [];
  readonly #changed: number[] = [];
  #steps = 0;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /** Steps taken so far: visits of clauses. */
  get steps(): number {
    return this.#steps;
  }

  /** Clauses to ask by later. @param always whether they count in every question; they are then never split on. */
  add(clauses: readonly Clause[], always = false): Group {
    const from = this.#clauses.length;
    for (const clause of clauses) {
      const number = this.#clauses.push(clause) - 1;
      this.#counts.push(always);
      for (const { variable } of clause) (this.#within[variable] ??= []).push(number);
    }
    return { from, to: this.#clauses.length };
  }

  /** Takes back what was added last. */
  drop({ from }: Group): void {
    while (this.#clauses.length > from) {
      for (const { variable } of this.#clauses.pop()!) this.#within[variable]!.pop();
      this.#counts.pop();
    }
  }

  /**
   * Calls back with the domains of one answer; they count only then.
   * @param accept whether there is an answer in the domains after all; another is looked for when not.
   * @param mostSteps how many visits of clauses the question is worth. @throws TooHard when it takes more.
   * @returns whether there is an answer that was accepted.
   */
  solve(groups: readonly Group[], accept: (domains: Domains) => boolean, mostSteps: number): boolean {
    this.#domains.clear();
    this.#trail.length = 0;
    this.#changed.length = 0;
    const last = this.#steps + mostSteps;
    for (const group of groups) this.#counts.fill(true, group.from, group.to);
    try {
      return this.#from(groups, 0, groups[0]?.from ?? 0, accept, last);
    } finally {
      for (const group of groups) this.#counts.fill(false, group.from, group.to);
    }
  }

  /** The variables that some clauses alone narrow, without trying anything; undefined when they cannot hold. */
  narrowed(group: Group): ReadonlyMap<number, Ranges> | undefined {
    let found: ReadonlyMap<number, Ranges> | undefined;
    this.#domains.clear();
    this.#counts.fill(true, group.from, group.to);
    let holds = true;
    for (let clause = group.from; clause < group.to && holds; clause++)
      holds = this.#visit(clause) !== 'broken' && this.#propagate(Infinity);
    if (holds) found = new Map(this.#domains);
    this.#counts.fill(false, group.from, group.to);
    return found;
  }

  #domain = (variable: number): Ranges =>
    this.#domains.get(variable) ?? [0, this.#variables.counts[variable]!];

  /** @param group which of the groups is looked at next, and which of its clauses: all before hold. */
  #from(
    groups: readonly Group[],
    group: number,
    clause: number,
    accept: (domains: Domains) => boolean,
    last: number,
  ): boolean {
    for (;;) {
      if (this.#steps > last) throw new TooHard();
      if (group === groups.length) return accept(this.#domain);
      const { to } = groups[group]!;
      if (clause >= to) {
        clause = groups[++group]?.from ?? 0;
        continue;
      }
      const state = this.#visit(clause);
      if (state === 'broken' || !this.#propagate(last)) return false;
      if (state !== 'open') {
        clause++;
        continue;
      }
      const tried = this.#clauses[clause]!.find(({ variable, cells }) =>
        areMeeting(this.#domain(variable), cells),
      )!;
      const mark = this.#trail.length;
      if (this.#narrow(tried.variable, tried.cells) && this.#propagate(last))
        if (this.#from(groups, group, clause, accept, last)) return true;
      this.#undo(mark);
      const count = this.#variables.counts[tried.variable]!;
      if (!this.#narrow(tried.variable, complement(tried.cells, count)) || !this.#propagate(last))
        return false;
    }
  }

  /** Makes the last literal of a clause hold where no other can. */
  #visit(number: number): 'holds' | 'open' | 'broken' {
    this.#steps++;
    let left: Clause[number] | undefined;
    let lefts = 0;
    for (const literal of this.#clauses[number]!) {
      const domain = this.#domain(literal.variable);
      if (!areMeeting(domain, literal.cells)) continue;
      if (isWithin(domain, literal.cells)) return 'holds';
      left = literal;
      lefts++;
    }
    if (lefts > 1) return 'open';
    return left !== undefined && this.#narrow(left.variable, left.cells) ? 'holds' : 'broken';
  }

  #propagate(last: number): boolean {
    for (let variable = this.#changed.pop(); variable !== undefined; variable = this.#changed.pop()) {
      for (const clause of this.#within[variable] ?? []) {
        if (!this.#counts[clause] || this.#visit(clause) !== 'broken') continue;
        this.#changed.length = 0;
        return false;
      }
      if (this.#steps > last) throw new TooHard();
    }
    return true;
  }

  #narrow(variable: number, cells: Ranges): boolean {
    const before = this.#domain(variable);
    const both = intersect(before, cells);
    if (both.length === 0) {
      this.#changed.length = 0;
      return false;
    }
    if (isWithin(before, cells)) return true;
    this.#trail.push({ variable, before });
    this.#domains.set(variable, both);
    this.#changed.push(variable);
    return true;
  }

  #undo(mark: number): void {
    while (this.#trail.length > mark) {
      const { variable, before } = this.#trail.pop()!;
      this.#domains.set(variable, before);
    }
  }
}

/** Whether some cell is in both. */
export function areMeeting(one: Ranges, other: Ranges): boolean {
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    if (Math.max(one[i]!, other[j]!) < Math.min(one[i + 1]!, other[j + 1]!)) return true;
    if (one[i + 1]! < other[j + 1]!) i += 2;
    else j += 2;
  }
  return false;
}

/** Whether every cell of the one is in the other. */
function isWithin(one: Ranges, other: Ranges): boolean {
  let j = 0;
  for (let i = 0; i < one.length; i += 2) {
    while (j < other.length && other[j + 1]! < one[i + 1]!) j += 2;
    if (j >= other.length || other[j]! > one[i]!) return false;
  }
  return true;
}
