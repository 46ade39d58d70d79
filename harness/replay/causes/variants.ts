import type { PrepareDecidingRules } from '../../../engine/conditions/evaluator.ts';
import type { Made } from '../../../engine/decisions/policyRun.ts';
import { PolicyRun } from '../../../engine/decisions/policyRun.ts';
import type { DecisionPoint } from '../../../engine/decisions/record.ts';
import { samePoints } from '../../../engine/decisions/same.ts';
import type { Policy } from '../../../engine/packs/policy.ts';

/** How variants are run. */
export interface VariantOptions {
  readonly seed: string;
  readonly lacking: ReadonlySet<string>;
  readonly prepare: PrepareDecidingRules;
}

/** A policy that decides beside others, and at which points it cannot differ from one of them. */
export interface Variant {
  readonly run: PolicyRun;
  /** By point, the place among the variants of one that decides alike; absent where it must decide itself. */
  readonly likeAt: ReadonlyMap<DecisionPoint, number>;
}

/** Runs of policies on the same events, each deciding only where those before it in the list have not done so for it. */
export function variantsOf(policies: readonly Policy[], options: VariantOptions): readonly Variant[] {
  const made: Variant[] = [];
  for (const policy of policies) {
    const likeAt = new Map<DecisionPoint, number>();
    // Only the first two are looked at: what is compared. All others lie between them.
    for (const [other, { run }] of made.slice(0, 2).entries())
      for (const point of samePoints(policy, run.policy)) if (!likeAt.has(point)) likeAt.set(point, other);
    const beside = likeAt.has('skills') ? made[likeAt.get('skills')!]!.run : undefined;
    made.push({ run: new PolicyRun(policy, options, beside), likeAt });
  }
  return made;
}

/** What each variant makes of a question, by place. @param ask puts it to one of them. */
export function madeBy(
  variants: readonly Variant[],
  point: DecisionPoint,
  ask: (run: PolicyRun) => Made,
): readonly Made[] {
  const made: Made[] = [];
  for (const [place, { run, likeAt }] of variants.entries()) {
    const like = likeAt.get(point) ?? place;
    made.push(like === place ? ask(run) : made[like]);
  }
  return made;
}
