import {
  fairnessDefaults,
  type FairnessLimits,
  type FairnessPack,
} from '../../engine/decisions/fairness/fairness.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { Claim, Policy } from '../../engine/packs/policy.ts';
import { overlap } from '../../engine/packs/scope.ts';

/** What a policy claims about the conversations of one of its packs. */
export interface Claims {
  readonly limits: FairnessLimits;
  /** Where an invariant is claimed, as `file:line`; undefined where it is not. */
  at(invariant: string): string | undefined;
}

/** @param pack whose conversations are meant; every conversation, unless told. */
export function claimsAbout(policy: Policy, pack?: Pack): Claims {
  const meant = policy.claims.filter(
    (claim) => pack === undefined || overlap(claim.pack.appliesTo, pack.appliesTo),
  );
  const fairness = meant.map((claim) => claim.pack as FairnessPack);
  return {
    limits: fairness[0]?.limits ?? fairnessDefaults.limits,
    at: (invariant) => {
      const index = fairness.findIndex(({ invariants }) => invariants.some((name) => name === invariant));
      return index === -1 ? undefined : placeOf(meant[index]!, invariant);
    },
  };
}

function placeOf({ document }: Claim, invariant: string): string {
  const { invariants } = document.content as { readonly invariants: readonly string[] };
  const { line } = document.where(['invariants', invariants.indexOf(invariant)]);
  return `${document.file}:${line}`;
}
