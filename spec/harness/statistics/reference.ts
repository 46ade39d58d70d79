import { readFileSync } from 'node:fs';

/** Values worked out elsewhere, to 50 digits or by full enumeration. */
export interface Reference {
  /** Upper tails of chi-square. */
  readonly chi2_sf: readonly { readonly x: number; readonly df: number; readonly sf: number }[];
  /** Pearson's statistic of counts, and the chance of one at least as large, by enumeration. */
  readonly exact_multinomial_gof: readonly {
    readonly observed: readonly number[];
    readonly p: readonly number[];
    readonly statistic: number;
    readonly p_exact: number;
  }[];
  readonly gini: readonly { readonly x: readonly number[]; readonly gini: number }[];
}

export const reference = JSON.parse(
  readFileSync(new URL('reference.json', import.meta.url), 'utf8'),
) as Reference;
