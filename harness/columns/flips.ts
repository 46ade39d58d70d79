import type { RowBits } from './rowBits.ts';

/** How a pack decides: by the first rule that holds, or by all that do. */
export type Match = 'first' | 'all';

/** A rule and the rows in which it holds. */
export interface RuleRows {
  readonly name: string;
  readonly rows: RowBits;
}

/** The rows that other rules decide. Rules are told apart by name, those of one name by their order. */
export function flippedRows(before: readonly RuleRows[], after: readonly RuleRows[], match: Match): RowBits {
  const numbers = new Map<string, number>();
  const [was, is] = [numbered(before, numbers), numbered(after, numbers)];
  const isSameList =
    was.length === is.length && was.every(({ number }, place) => number === is[place]!.number);
  if (isSameList) return match === 'all' ? rowsDiffering(was, is) : firstDiffering(was, is);
  const flips = new Int32Array((was[0] ?? is[0])!.rows.length);
  const taken = new Int32Array(numbers.size);
  for (let word = 0; word < flips.length; word++) {
    taken.fill(0);
    toggleTaken(was, match, word, taken);
    toggleTaken(is, match, word, taken);
    let flipped = 0;
    for (let number = 0; number < taken.length; number++) flipped |= taken[number]!;
    flips[word] = flipped;
  }
  return flips;
}

/** The rows in which any rule of the same list comes out differently. */
function rowsDiffering(was: readonly NumberedRows[], is: readonly NumberedRows[]): RowBits {
  const differing = new Int32Array(was[0]?.rows.length ?? 0);
  was.forEach(({ rows: before }, place) => {
    const after = is[place]!.rows;
    if (after === before) return;
    for (let word = 0; word < differing.length; word++) differing[word]! |= before[word]! ^ after[word]!;
  });
  return differing;
}

/** The rows in which the first rule of the same list that holds, before or after, holds only once. */
function firstDiffering(was: readonly NumberedRows[], is: readonly NumberedRows[]): RowBits {
  const flips = rowsDiffering(was, is);
  for (let word = 0; word < flips.length; word++) {
    let open = flips[word]!;
    let flipped = 0;
    for (let place = 0; open !== 0; place++) {
      const before = was[place]!.rows[word]!;
      const after = is[place]!.rows[word]!;
      flipped |= (before ^ after) & open;
      open &= ~(before | after);
    }
    flips[word] = flipped;
  }
  return flips;
}

interface NumberedRows {
  /** The same for a rule of both lists. */
  readonly number: number;
  readonly rows: RowBits;
}

function numbered(rules: readonly RuleRows[], numbers: Map<string, number>): readonly NumberedRows[] {
  const seen = new Map<string, number>();
  return rules.map(({ name, rows }) => {
    const occurrence = seen.get(name) ?? 0;
    seen.set(name, occurrence + 1);
    const key = `${occurrence} ${name}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return { number, rows };
  });
}

/** Flips, for every rule, the bits of one word's rows that it decides; those of both lists cancel out. */
function toggleTaken(rules: readonly NumberedRows[], match: Match, word: number, taken: Int32Array): void {
  let open = -1;
  for (const { number, rows } of rules) {
    const bits = rows[word]! & open;
    taken[number]! ^= bits;
    if (match === 'first') open &= ~bits;
    if (open === 0) return;
  }
}
