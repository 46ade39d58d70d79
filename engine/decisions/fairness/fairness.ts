import type { Pack, PackKind } from '../../packs/packKind.ts';
import { fractionSchema } from '../../packs/packSchema.ts';
import { invariants, type InvariantName } from './invariants.ts';

/**
 * What an even spread of selections is measured against.
 * - `policyIntended`: what the policy itself says: those it tells apart are not expected to get the same
 * - `uniformAmongEligible`: everybody who can take a conversation is as likely to get it
 * - `proportionalToWeights`: everybody who can take it, in proportion to `weights`
 */
export const yardsticks = ['policyIntended', 'uniformAmongEligible', 'proportionalToWeights'] as const;
export type Yardstick = (typeof yardsticks)[number];

/** How far things may go before a claim is broken. */
export interface FairnessLimits {
  /** The largest effect (Cohen's w) of an unevenness that is still called fair. */
  readonly effectSize: number;
  /** The least a group's rate of selection may be of the highest group's: four fifths is the usual screen. */
  readonly impactRatio: number;
  /** In how many rounds an agent who stays free is chosen; a round is as many decisions as agents to choose from. */
  readonly starvationRounds: number;
  /** By how much later a conversation may have come that is served first, in seconds. */
  readonly overtakingSeconds: number;
  /** How often the bot may hand one conversation over. */
  readonly handoffs: number;
}

/** What a policy claims about itself. It decides nothing: the harness holds the policy to it. */
export interface FairnessPack extends Pack {
  readonly kind: 'Fairness';
  readonly yardstick: Yardstick;
  /** By agent, above 0; an agent who is not here weighs 1. Only of `proportionalToWeights`. */
  readonly weights: Readonly<Record<string, number>>;
  readonly limits: FairnessLimits;
  /** What must hold, sorted; nothing in it twice. */
  readonly invariants: readonly InvariantName[];
}

interface FairnessSource {
  readonly yardstick?: Yardstick;
  readonly weights?: Readonly<Record<string, number>>;
  readonly limits?: Partial<FairnessLimits>;
  readonly invariants?: readonly InvariantName[];
}

/** What a Fairness pack means where it says nothing, and what a policy without one is measured by. */
export const fairnessDefaults = {
  yardstick: 'policyIntended',
  limits: {
    effectSize: 0.1,
    impactRatio: 0.8,
    starvationRounds: 1,
    overtakingSeconds: 3600,
    handoffs: 3,
  },
} as const satisfies FairnessSource;

const { limits: defaultLimits } = fairnessDefaults;

export const fairnessKind: PackKind<FairnessPack> = {
  kind: 'Fairness',
  slug: 'fairness-pack',
  title: 'What a policy claims about itself: the harness holds it to that. Changes no decision and no hash.',
  isClaim: true,
  properties: {
    yardstick: {
      enum: [...yardsticks],
      description:
        'What an even spread is measured against. policyIntended: agents the policy tells apart need not get the same. uniformAmongEligible: everybody who can take a conversation. proportionalToWeights: those, by weight.',
      default: fairnessDefaults.yardstick,
    },
    weights: {
      type: 'object',
      description: 'With proportionalToWeights: how much each agent should get; who is not named weighs 1.',
      additionalProperties: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000 },
      minProperties: 1,
    },
    limits: {
      type: 'object',
      properties: {
        effectSize: {
          type: 'number',
          exclusiveMinimum: 0,
          maximum: 10,
          description: 'The largest unevenness (Cohen’s w) that is still called fair.',
          default: defaultLimits.effectSize,
        },
        impactRatio: {
          ...fractionSchema,
          description: 'The least that a group’s rate of selection may be of the highest group’s.',
          default: defaultLimits.impactRatio,
        },
        starvationRounds: {
          type: 'number',
          minimum: 1,
          maximum: 10_000,
          description: 'In how many rounds an agent who stays free is chosen at least once.',
          default: defaultLimits.starvationRounds,
        },
        overtakingSeconds: {
          type: 'number',
          minimum: 0,
          maximum: 31_536_000,
          description: 'By how much later a conversation may have come that is served first, in seconds.',
          default: defaultLimits.overtakingSeconds,
        },
        handoffs: {
          type: 'integer',
          minimum: 0,
          maximum: 100,
          description: 'How often the bot may hand one conversation over.',
          default: defaultLimits.handoffs,
        },
      },
      additionalProperties: false,
      minProperties: 1,
    },
    invariants: {
      type: 'array',
      description: 'What must hold, whatever happens (docs/invariants.md). Left out, nothing is claimed.',
      items: { enum: invariants.map(({ name }) => name) },
      minItems: 1,
      uniqueItems: true,
    },
  },
  required: [],
  subjects: [],
  build(source: FairnessSource, builder) {
    const yardstick = source.yardstick ?? fairnessDefaults.yardstick;
    const isWeighted = yardstick === 'proportionalToWeights';
    if (isWeighted && source.weights === undefined) {
      const hint = 'write weights: { <agent>: 2 }, or use uniformAmongEligible';
      builder.error(['yardstick'], 'no-weight', 'proportionalToWeights needs the weights', hint);
    }
    if (!isWeighted && source.weights !== undefined) {
      const hint = 'write yardstick: proportionalToWeights, or take the weights out';
      builder.error(['weights'], 'unused', `the yardstick ${yardstick} looks at no weights`, hint);
    }
    return {
      yardstick,
      weights: source.weights ?? {},
      limits: { ...defaultLimits, ...source.limits },
      invariants: [...(source.invariants ?? [])].sort(),
    };
  },
};
