import { complement, intersect, type Ranges } from '../../../engine/conditions/compiled/ranges.ts';
import type { Clause, Variables } from './formula.ts';

/** The cells each variable may still be in: any choice of one cell a variable is an answer. */
export interface Domains {
  of(variable: number): Ranges;
  /** The variables that cannot be in every cell, by number; some may be here twice. */
  readonly narrowed: readonly number[];
}

/** Says that an answer was not found in as many steps as may be taken. */
export class TooHard extends Error {}

/** Where the clauses of a group are, by number: [from, to). */
export interface Group {
  readonly from: number;
  readonly to: number;
}

const none: readonly never[] = [];
/** A question of so few clauses has them all looked at whenever something changes. */
const mostInFew = 64;

/** Which of the choices made led to something, by how deep they were made. */
type Choices = readonly number[];

/**
 * Finds cells for all variables by which groups of clauses hold, or finds that there are none: exact, by splitting.
 * Where a clause has one literal left, it is made to hold; where none is forced, one literal of the first open clause is
 * tried, then its opposite, unless it had no part in what failed. Only the variables of open clauses are split.
 * Sources: M. Davis, G. Logemann, D. Loveland, "A machine program for theorem-proving", 1962; P. Prosser, "Hybrid
 * algorithms for the constraint satisfaction problem", 1993 (conflict-directed backjumping).
 */
export class Search {
  readonly #variables: Variables;
  readonly #clauses: Clause[] = [];
  /** By variable, the clauses it is in. */
  readonly #within: number[][] = [];
  /** Of clauses that count in every question the same, by the cells they have it in: while it is in these, they hold. */
  readonly #alwaysWithin: Map<string, { readonly cells: Ranges; readonly clauses: number[] }>[] = [];
  /** The groups of a question so small that their clauses are looked at one and all; undefined of a larger one. */
  #few: readonly Group[] | undefined;
  /** By clause, whether it counts in the question at hand. */
  readonly #counts: boolean[] = [];
  /** By variable, where it is narrowed. */
  readonly #domains: (Ranges | undefined)[] = [];
  /** By variable, the choices that narrowed it. */
  readonly #choices: (Choices | undefined)[] = [];
  readonly #trail: { readonly variable: number; readonly before: Ranges; readonly choices: Choices }[] = [];
  /** The choices that led to what failed last. */
  #conflict: Choices = none;
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
      // A single literal is made to hold when its clause is looked at, and needs no other look.
      if (always) this.#addAlways(clause, number);
      else if (clause.length > 1)
        for (const { variable } of clause) (this.#within[variable] ??= []).push(number);
    }
    return { from, to: this.#clauses.length };
  }

  #addAlways(clause: Clause, number: number): void {
    for (const { variable, cells } of clause) {
      const byCells = (this.#alwaysWithin[variable] ??= new Map<
        string,
        { cells: Ranges; clauses: number[] }
      >());
      const key = cells.join();
      const same = byCells.get(key);
      if (same === undefined) byCells.set(key, { cells, clauses: [number] });
      else same.clauses.push(number);
    }
  }

  /** Takes back what was added last. */
  drop({ from }: Group): void {
    while (this.#clauses.length > from) {
      const clause = this.#clauses.pop()!;
      if (clause.length > 1) for (const { variable } of clause) this.#within[variable]!.pop();
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
    const last = this.#steps + mostSteps;
    this.#begin(groups);
    try {
      return this.#from(groups, 0, groups[0]?.from ?? 0, 0, accept, last);
    } finally {
      this.#reset(groups);
    }
  }

  /** The variables that some clauses alone narrow, without trying anything; none when they cannot hold. */
  narrowed(group: Group): ReadonlyMap<number, Ranges> {
    this.#begin([group]);
    let holds = true;
    for (let clause = group.from; clause < group.to && holds; clause++)
      holds = this.#visit(clause) !== 'broken' && this.#propagate(Infinity);
    const variables = holds ? this.#trail.map(({ variable }) => variable) : [];
    const found = new Map(variables.map((variable) => [variable, this.#domain(variable)]));
    this.#reset([group]);
    return found;
  }

  #begin(groups: readonly Group[]): void {
    const clauses = groups.reduce((sum, { from, to }) => sum + to - from, 0);
    this.#few = clauses <= mostInFew ? groups : undefined;
    if (this.#few === undefined) for (const { from, to } of groups) this.#counts.fill(true, from, to);
  }

  #reset(groups: readonly Group[]): void {
    if (this.#few === undefined) for (const { from, to } of groups) this.#counts.fill(false, from, to);
    for (const { variable } of this.#trail) this.#domains[variable] = this.#choices[variable] = undefined;
    this.#trail.length = 0;
    this.#changed.length = 0;
  }

  #domain = (variable: number): Ranges => this.#domains[variable] ?? this.#variables.wholes[variable]!;

  /**
   * @param group which of the groups is looked at next, and which of its clauses: all before hold.
   * @param depth how many choices were made.
   */
  #from(
    groups: readonly Group[],
    group: number,
    clause: number,
    depth: number,
    accept: (domains: Domains) => boolean,
    last: number,
  ): boolean {
    for (;;) {
      if (this.#steps > last) throw new TooHard();
      if (group === groups.length) {
        this.#conflict = Array.from({ length: depth }, (_, choice) => choice);
        return accept({ of: this.#domain, narrowed: this.#trail.map(({ variable }) => variable) });
      }
      if (clause >= groups[group]!.to) {
        clause = groups[++group]?.from ?? 0;
        continue;
      }
      const state = this.#visit(clause);
      if (state === 'broken' || !this.#propagate(last)) return false;
      if (state !== 'open') {
        clause++;
        continue;
      }
      const { variable, cells } = this.#clauses[clause]!.find((literal) =>
        areMeeting(this.#domain(literal.variable), literal.cells),
      )!;
      const mark = this.#trail.length;
      if (this.#narrow(variable, cells, [depth]) && this.#propagate(last))
        if (this.#from(groups, group, clause, depth + 1, accept, last)) return true;
      this.#undo(mark);
      if (!this.#conflict.includes(depth)) return false;
      const others = this.#conflict.filter((choice) => choice !== depth);
      const opposite = complement(cells, this.#variables.counts[variable]!);
      if (!this.#narrow(variable, opposite, others) || !this.#propagate(last)) return false;
    }
  }

  /** Makes the last literal of a clause hold where no other can. */
  #visit(number: number): 'holds' | 'open' | 'broken' {
    this.#steps++;
    const clause = this.#clauses[number]!;
    let left: Clause[number] | undefined;
    for (const literal of clause) {
      const domain = this.#domain(literal.variable);
      if (!areMeeting(domain, literal.cells)) continue;
      if (left !== undefined || isWithin(domain, literal.cells)) {
        if (left === undefined || clause.some((one) => isWithin(this.#domain(one.variable), one.cells)))
          return 'holds';
        return 'open';
      }
      left = literal;
    }
    let choices: Choices = none;
    for (const { variable } of clause)
      if (variable !== left?.variable) choices = union(choices, this.#choices[variable] ?? none);
    if (left !== undefined && this.#narrow(left.variable, left.cells, choices)) return 'holds';
    if (left === undefined) this.#conflict = choices;
    return 'broken';
  }

  #propagate(last: number): boolean {
    for (let variable = this.#changed.pop(); variable !== undefined; variable = this.#changed.pop()) {
      if (!this.#isAlwaysWhole(variable) || !this.#isWhole(variable)) {
        this.#changed.length = 0;
        return false;
      }
      if (this.#steps > last) throw new TooHard();
    }
    return true;
  }

  #isAlwaysWhole(variable: number): boolean {
    for (const { cells, clauses } of this.#alwaysWithin[variable]?.values() ?? none)
      if (!isWithin(this.#domain(variable), cells) && !this.#areWhole(clauses)) return false;
    return true;
  }

  /** Whether no clause of the question that a variable is in is broken by what it has become. */
  #isWhole(variable: number): boolean {
    if (this.#few === undefined) return this.#areWhole(this.#within[variable]);
    for (const { from, to } of this.#few)
      for (let clause = from; clause < to; clause++) if (this.#visit(clause) === 'broken') return false;
    return true;
  }

  #areWhole(clauses: readonly number[] = none): boolean {
    for (const clause of clauses) if (this.#counts[clause]! && this.#visit(clause) === 'broken') return false;
    return true;
  }

  /** @param choices that led to it. */
  #narrow(variable: number, cells: Ranges, choices: Choices): boolean {
    const before = this.#domain(variable);
    if (isWithin(before, cells)) return true;
    const both = intersect(before, cells);
    const own = this.#choices[variable] ?? none;
    const all = union(own, choices);
    if (both.length === 0) {
      this.#changed.length = 0;
      this.#conflict = all;
      return false;
    }
    this.#trail.push({ variable, before, choices: own });
    this.#domains[variable] = both;
    this.#choices[variable] = all;
    this.#changed.push(variable);
    return true;
  }

  #undo(mark: number): void {
    while (this.#trail.length > mark) {
      const { variable, before, choices } = this.#trail.pop()!;
      this.#domains[variable] = before;
      this.#choices[variable] = choices;
    }
  }
}

function union(one: Choices, other: Choices): Choices {
  if (one.length === 0 || one === other) return other;
  if (other.length === 0) return one;
  return [...new Set([...one, ...other])];
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
