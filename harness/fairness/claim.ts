import {
  fairnessDefaults,
  type FairnessLimits,
  type FairnessPack,
  type Yardstick,
} from '../../engine/decisions/fairness/fairness.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { Scope } from '../../engine/packs/scope.ts';
import { problemError } from '../../engine/problem.ts';
import { didYouMean } from '../../engine/suggest.ts';

/** What the audit holds a policy to. */
export interface AuditedClaim {
  readonly yardstick: Yardstick;
  /** By agent; who is not here weighs 1. */
  readonly weights: Readonly<Record<string, number>>;
  readonly limits: Pick<FairnessLimits, 'effectSize' | 'impactRatio'>;
  /** The Fairness pack that says so; absent where the policy has none. */
  readonly pack?: string;
  readonly appliesTo: Scope;
  /** What the caller put in the place of what the pack, or the default, says. */
  readonly overruled: readonly ('yardstick' | 'effectSize' | 'impactRatio')[];
}

/** What a caller may ask for instead. */
export interface ClaimOptions {
  /** The Fairness pack, where a policy has several. */
  readonly claim?: string | undefined;
  readonly yardstick?: Yardstick | undefined;
  readonly effectSize?: number | undefined;
  readonly impactRatio?: number | undefined;
}

/** The claim a policy is held to. @throws ProblemError when it is not clear which, or lacks its weights. */
export function claimOf(policy: Policy, options: ClaimOptions = {}): AuditedClaim {
  const pack = packOf(policy, options.claim);
  const { yardstick, effectSize, impactRatio } = options;
  const own = pack ?? { ...fairnessDefaults, weights: {}, appliesTo: {} };
  const claim: AuditedClaim = {
    yardstick: yardstick ?? own.yardstick,
    weights: own.weights,
    limits: {
      effectSize: effectSize ?? own.limits.effectSize,
      impactRatio: impactRatio ?? own.limits.impactRatio,
    },
    ...(pack === undefined ? {} : { pack: pack.name }),
    appliesTo: own.appliesTo,
    overruled: (['yardstick', 'effectSize', 'impactRatio'] as const).filter(
      (name) => options[name] !== undefined,
    ),
  };
  if (claim.yardstick === 'proportionalToWeights' && Object.keys(claim.weights).length === 0) {
    throw problemError('no-weight', 'the yardstick proportionalToWeights needs weights', {
      hint: 'write them in a Fairness pack of the policy: weights: { <agent>: 2 }',
    });
  }
  return claim;
}

function packOf(policy: Policy, name: string | undefined): FairnessPack | undefined {
  const packs = policy.claims
    .map(({ pack }) => pack as FairnessPack)
    .filter(({ kind }) => kind === 'Fairness');
  const names = packs.map((pack) => pack.name);
  if (name !== undefined) {
    const found = packs.find((pack) => pack.name === name);
    if (found !== undefined) return found;
    const hint = didYouMean(name, names);
    throw problemError('unknown-pack', `the policy ${policy.name} has no Fairness pack "${name}"`, {
      ...(hint === undefined ? {} : { hint }),
    });
  }
  if (packs.length <= 1) return packs[0];
  throw problemError('several-claims', `the policy ${policy.name} has several Fairness packs`, {
    hint: `say which, with --claim: ${names.join(', ')}`,
  });
}
