import type { Work } from '../works/work.ts';
import type { Figures } from './statistics.ts';

/** How many inputs a contender decides on, over and over; the first of them are compared before. W4 is defined on a thousand. */
export const inputCounts: Readonly<Record<Work['kind'], number>> = {
  rules: 4_000,
  ranking: 1_000,
  recorded: 240,
  live: 1,
  workers: 1,
};

/** What the run asks of a contender's process. */
export type Request =
  /** Answers on the first inputs: so many of them, or as many as fit into so many milliseconds. */
  | { readonly ask: 'answers'; readonly count: number; readonly milliseconds: number }
  | { readonly ask: 'warmUp'; readonly milliseconds: number }
  | { readonly ask: 'round'; readonly milliseconds: number };

export type Reply =
  | { readonly version: string; readonly answers: readonly (readonly number[])[] }
  | { readonly warm: true }
  | { readonly figures: Figures }
  | { readonly failed: string };
