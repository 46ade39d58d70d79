import { renderProblem, type Problem } from '../problem.ts';

/** What is found of one thing that is needed, in words. */
export interface Finding {
  /** One sentence, without a full stop. */
  readonly what: string;
  /**
   * `fine`; `warning`: it works, and somebody should look; `missing`: it does not work without; `unverified`: it was not
   * tried, because trying would change something, or cannot be tried from here.
   */
  readonly status: 'fine' | 'warning' | 'missing' | 'unverified';
  /** What to do, or to look at. */
  readonly hint?: string;
}

/** What is found where there is a problem: its place and code as everywhere, without the word for how bad it is. */
export function findingOf({ severity, hint, ...problem }: Problem): Finding {
  return {
    what: renderProblem({ severity, ...problem }).replace(`${severity}: `, ''),
    status: severity === 'error' ? 'missing' : 'warning',
    ...(hint === undefined ? {} : { hint }),
  };
}

/** The statuses of findings. */
export const findingStatuses: readonly Finding['status'][] = ['fine', 'warning', 'missing', 'unverified'];
