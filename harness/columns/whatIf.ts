import { canonicalJson } from '../../engine/canonical.ts';
import type { FactTable } from '../../engine/conditions/compiled/columnar.ts';
import {
  leavesOf,
  type Condition,
  type Leaf,
  type MissingDefaults,
  type Rule,
} from '../../engine/conditions/condition.ts';
import { countFires } from './curve.ts';
import { flippedRows, type Match } from './flips.ts';
import { LeafRows } from './leafRows.ts';
import { allRows, countRows, inAll, inAny, rowsOf, without, type RowBits } from './rowBits.ts';

/**
 * What would change over the rows of a table if rules were others. The rows in which each comparison holds are kept as a
 * bitmap, so that an edit costs the comparisons it touches. What is kept is what the last flips needed and the curves since:
 * an eighth of a byte for each row and comparison.
 */
export class WhatIf {
  readonly #table: FactTable;
  readonly #leafRows: LeafRows;
  /** Rows by comparison and by condition, as of earlier questions. */
  #kept = new Map<string, RowBits>();
  /** The same for the question at hand. */
  #needed = new Map<string, RowBits>();
  /** The canonical text of conditions seen before: a pack that is edited keeps most of its conditions. */
  readonly #texts = new WeakMap<Condition, string>();

  /** @param missing what the pack takes missing facts to be; the same for every question. */
  constructor(table: FactTable, missing: MissingDefaults) {
    this.#table = table;
    this.#leafRows = new LeafRows(table, missing);
  }

  /**
   * The rows, ascending, in which other rules decide: with `first`, the first rule that holds is another; with `all`, the
   * set of rules that hold is. Rules are told apart by name; what a rule gives is not looked at. What a condition says must
   * not change between questions: one that was seen before is known by its identity.
   */
  flips(before: readonly Rule[], after: readonly Rule[], match: Match): Int32Array {
    const [was, is] = [before, after].map((rules) =>
      rules.map(({ name, when }) => ({ name, rows: this.#holding(when) })),
    );
    this.#kept = this.#needed;
    this.#needed = new Map();
    return rowsOf(flippedRows(was!, is!, match));
  }

  /**
   * In how many rows a condition would hold, for each value a comparison in it might have instead of its own.
   * @param leaf a comparison of a number with one value, itself one of `leavesOf(condition)`.
   * @param within the rows that count; every row unless told.
   * @returns as many counts as thresholds, in their order.
   * @throws Error when the comparison is not with one number.
   */
  curve(
    condition: Condition,
    leaf: Leaf,
    thresholds: readonly number[],
    within = allRows(this.#table.rows),
  ): readonly number[] {
    const every = allRows(this.#table.rows);
    const supposing = (rows: RowBits): RowBits =>
      this.#combine(condition, (one) => (one === leaf ? rows : this.#leaf(one)));
    // There is no negation in a condition, so these two are its extremes, and between them the comparison settles it.
    const anyway = inAll([supposing(without(every, every)), within]);
    const open = without(inAll([supposing(every), within]), anyway);
    const numbers = this.#leafRows.numbers(leaf.fact);
    const rows = rowsOf(inAll([open, this.#leafRows.present(leaf.fact)]));
    const certain = countRows(anyway);
    const fires = countFires(
      leaf,
      Float64Array.from(rows, (row) => numbers[row]!),
      thresholds,
    );
    return fires.map((count) => certain + count);
  }

  /** The rows in which a condition holds. */
  #holding(condition: Condition): RowBits {
    const key = this.#text(condition);
    const known = this.#needed.get(key);
    if (known !== undefined) return known;
    const kept = this.#kept.get(key);
    // The next edit may be to this very rule, so its comparisons stay at hand too.
    if (kept !== undefined) for (const leaf of leavesOf(condition)) this.#leaf(leaf);
    const rows = kept ?? this.#combine(condition, (leaf) => this.#leaf(leaf));
    this.#needed.set(key, rows);
    return rows;
  }

  #leaf(leaf: Leaf): RowBits {
    const key = this.#text(leaf);
    const rows = this.#needed.get(key) ?? this.#kept.get(key) ?? this.#leafRows.holding(leaf);
    this.#needed.set(key, rows);
    return rows;
  }

  #text(condition: Condition): string {
    let text = this.#texts.get(condition);
    if (text === undefined) {
      text = canonicalJson(condition);
      this.#texts.set(condition, text);
    }
    return text;
  }

  #combine(condition: Condition, rowsOfLeaf: (leaf: Leaf) => RowBits): RowBits {
    if ('all' in condition) return inAll(condition.all.map((part) => this.#combine(part, rowsOfLeaf)));
    if ('any' in condition) return inAny(condition.any.map((part) => this.#combine(part, rowsOfLeaf)));
    return rowsOfLeaf(condition);
  }
}
