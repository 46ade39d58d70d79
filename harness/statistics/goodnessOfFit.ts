import { chiSquareUpperTail } from './chiSquare.ts';

/** Pearson's chi-square of counts against equal expectations. */
export interface UniformTest {
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
}

/** Null where there is nothing to compare. */
export function uniformTest(counts: readonly number[]): UniformTest | null {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (counts.length < 2 || expected === 0) return null;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const df = counts.length - 1;
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}
