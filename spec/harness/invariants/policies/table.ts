import type { InvariantName } from '../../../../engine/decisions/fairness/invariants.ts';
import { policyNames, type PolicyName } from './eightPolicies.ts';

type Row = Partial<Record<InvariantName, string>>;

/** The table of the literature's reference, policies in the order of `policyNames`: + holds, - does not. */
export const table: Row = {
  permutation: '- + + + + + + +',
  strictAnonymity: '+ - - - - - - +',
  anonymity: '+ + + + + + + +',
  ownMonotonicity: '+ + + + + + + +',
  pareto: '+ + + - - + - -',
  paretoWithIdleAndLoad: '- + - + + + - +',
  weightScale: '- - - - - - - -',
  weightScaleWithThreshold: '+ + + - - + + -',
  threshold: '+ + + + + - + +',
  workConservation: '- + + + + - + +',
  loserRemoval: '+ + + - + - + +',
  convexity: '+ + + - - - + +',
  blindness: '+ + + + + + + +',
  timeShift: '+ + + + + + + +',
  starvationBound: '- - - - - - + +',
  equalAgents: '- + + + + + + +',
};

/** Where our cards say otherwise, and why. */
export const exceptions: Partial<Record<InvariantName, Partial<Record<PolicyName, string>>>> = {
  strictAnonymity: {
    LOAD: 'footnote 2 of the table: its sample met no twins, and the name does decide between twins; ours are met often',
  },
  paretoWithIdleAndLoad: {
    MAX: 'footnote 3: the policy does not read load, so of equals in score and idle time the name decides, who handled more or not; the table’s sample met no such tie',
    BAND: 'footnote 3, and within the band a better score counts for nothing',
    BUCKET: 'footnote 3, and within the bucket a better score counts for nothing',
    MINMAX: 'footnote 3: as MAX',
  },
  threshold: {
    SEED: 'our invariant is that “at least” includes the threshold itself as well: a score of 0 at a threshold of 0, which the table counts as work not conserved',
  },
  weightScale: {
    HASH: 'a pack’s weights are scaled to sum to one when it loads (§4, 8): only their proportions are there to decide by',
    BUCKET: 'as HASH',
    LIS: 'as HASH',
  },
  convexity: {
    MINMAX:
      'what the scaling gives does not depend on the weights, so each score is linear in them, and who is best at both ends is best between; the table’s own must scale otherwise',
  },
};

/** How an invariant comes out for a policy: + holds, - does not. */
export function expectedOf(invariant: InvariantName, policy: PolicyName): '+' | '-' {
  const holds = table[invariant]!.split(' ')[policyNames.indexOf(policy)] === '+';
  return holds === (exceptions[invariant]?.[policy] === undefined) ? '+' : '-';
}
