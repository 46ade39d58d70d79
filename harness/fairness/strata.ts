import type { Selection } from './selection.ts';

/** What decisions may be looked at apart by: an agent passed over here and preferred there is even in sum. */
export const stratifications = ['queue', 'language', 'skills', 'hour'] as const;
export type Stratification = (typeof stratifications)[number];

/** Strata beyond these are put together. */
export const mostStrata = 50;

/** The stratum of what is left over. */
export const otherStratum = '(others)';

/** The name of a selection's stratum; `(none)` where it has no such thing. */
export function stratumOf(selection: Selection, by: Stratification): string {
  switch (by) {
    case 'queue':
      return selection.queue ?? '(none)';
    case 'language':
      return selection.language ?? '(none)';
    case 'skills':
      return selection.skills.length === 0 ? '(none)' : selection.skills.join(' + ');
    case 'hour':
      return `${selection.at.slice(11, 13)} h UTC`;
  }
}
