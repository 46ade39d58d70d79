import { compileRules, type CompiledRules } from '../../../engine/conditions/compiled/compile.ts';
import type { Rule } from '../../../engine/conditions/condition.ts';
import { FactColumns } from '../../../harness/columns/factColumns.ts';

/** The place of the first rule that holds in each row, −1 where none does: every row taken out as facts, and decided alone. */
export function decidedPlainly(rules: readonly Rule[], facts: FactColumns): Int32Array {
  const compiled = compileRules(rules, {});
  const table = readBy(compiled, facts);
  const first = new Int32Array(facts.rows);
  for (let row = 0; row < first.length; row++) first[row] = compiled.first(table.row(row));
  return first;
}

/** The columns of the facts that rules read. */
export function readBy({ reads }: Pick<CompiledRules, 'reads'>, facts: FactColumns): FactColumns {
  return new FactColumns(facts.rows, new Map([...facts.columns].filter(([fact]) => reads.includes(fact))));
}

/** The rows in which the rule that decides has another name. */
export function changedRows(
  before: readonly Pick<Rule, 'name'>[],
  was: Int32Array,
  after: readonly Pick<Rule, 'name'>[],
  is: Int32Array,
): Int32Array {
  const names = new Map(before.map(({ name }, place) => [name, place]));
  const unknown = before.length;
  // What no rule decides is in place −1 of both lists, here moved by one.
  const placeBefore = Int32Array.from([{ name: '' }, ...after], ({ name }, place) =>
    place === 0 ? -1 : (names.get(name) ?? unknown),
  );
  const changed = new Int32Array(was.length);
  let count = 0;
  for (let row = 0; row < was.length; row++) {
    changed[count] = row;
    if (was[row] !== placeBefore[is[row]! + 1]) count++;
  }
  return changed.slice(0, count);
}
