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
  const candidates = candidateRows(was, is);
  const flips = new Int32Array(candidates.length);
  const taken = new Int32Array(numbers.size);
  for (let word = 0; word < flips.length; word++) {
    if (candidates[word] === 0) continue;
    taken.fill(0);
    toggleTaken(was, match, word, candidates[word]!, taken);
    toggleTaken(is, match, word, candidates[word]!, taken);
    let flipped = 0;
    for (let number = 0; number < taken.length; number++) flipped |= taken[number]!;
    flips[word] = flipped;
  }
  return flips;
}

/** The only rows that can flip: while the rules and their order stay, those in which one comes out differently. */
function candidateRows(was: readonly NumberedRows[], is: readonly NumberedRows[]): RowBits {
  const candidates = new Int32Array((was[0] ?? is[0])?.rows.length ?? 0);
  const isSameList =
    was.length === is.length && was.every(({ number }, place) => number === is[place]!.number);
  if (!isSameList) return candidates.fill(-1);
  was.forEach(({ rows: before }, place) => {
    const after = is[place]!.rows;
    if (after === before) return;
    for (let word = 0; word < candidates.length; word++) candidates[word]! |= before[word]! ^ after[word]!;
  });
  return candidates;
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

/** Flips, for every rule, the bits of the candidates of one word that it decides; those of both lists cancel out. */
function toggleTaken(
  rules: readonly NumberedRows[],
  match: Match,
  word: number,
  candidates: number,
  taken: Int32Array,
): void {
  let open = candidates;
  for (const { number, rows } of rules) {
    const bits = rows[word]! & open;
    taken[number]! ^= bits;
    if (match === 'first') open &= ~bits;
    if (open === 0) return;
  }
}
