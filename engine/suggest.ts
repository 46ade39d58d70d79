/**
 * The known word a mistyped one most likely meant.
 * Optimal string alignment distance (a swap of neighbours counts once), case ignored; at most a third of the word
 * may differ, so that a wrong guess is rarer than a helpful one.
 */
export function closest(typed: string, known: Iterable<string>): string | undefined {
  const wanted = typed.toLowerCase().slice(0, 100);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const distance = alignmentDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** @returns `did you mean "x"?` when some known word is near, otherwise the list of known words when it is short. */
export function didYouMean(typed: string, known: Iterable<string>): string | undefined {
  const words = [...known];
  const near = closest(typed, words);
  if (near !== undefined) return `did you mean "${near}"?`;
  return words.length > 0 && words.length <= 16 ? `known here: ${words.join(', ')}` : undefined;
}

function alignmentDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? beforeLast[j - 2]! + 1 : Infinity;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, substitution, swap));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}
