import fc from 'fast-check';
import type { Effort } from './effort.ts';

/** What came of one case: the invariant holds, it has nothing to say about the case, or how it is broken, in words. */
export type Judged = 'holds' | 'notApplicable' | readonly string[];

/** What came of trying an invariant. */
export interface Tried {
  /** Cases the invariant has something to say about; where it is broken, up to the first that breaks it. */
  readonly runs: number;
  /** The smallest case found that breaks it, line by line; absent where none was. */
  readonly counterexample?: readonly string[];
}

/** An invariant, ready to be tried. */
export type Trial = (effort: Effort) => Tried;

/**
 * An invariant to be tried on generated cases. A case that breaks it is made smaller while it still does.
 * @param share of the runs asked for: below 1 where one case is many decisions.
 */
export function trial<Case>(cases: fc.Arbitrary<Case>, judge: (one: Case) => Judged, share = 1): Trial {
  return ({ seed, runs }) => {
    let applicable = 0;
    const property = fc.property(cases, (one) => {
      const judged = judge(one);
      if (judged !== 'notApplicable') applicable++;
      return judged === 'holds' || judged === 'notApplicable';
    });
    const details = fc.check(property, { seed, numRuns: Math.max(1, Math.ceil(runs * share)) });
    if (!details.failed) return { runs: applicable };
    const judged = details.counterexample === null ? 'holds' : judge(details.counterexample[0]);
    // Only a judge that throws, or judges one case twice otherwise, comes here: a fault of ours.
    if (typeof judged === 'string')
      throw new Error('a case was judged in two ways', { cause: details.errorInstance });
    return { runs: details.numRuns, counterexample: judged };
  };
}
