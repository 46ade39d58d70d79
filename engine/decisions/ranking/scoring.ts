import { apportion } from '../../basisPoints.ts';
import { routingStatuses } from '../../facts/agent.ts';
import type { Pack, PackKind } from '../../packs/packKind.ts';
import { fractionSchema } from '../../packs/packSchema.ts';
import { bindings, type Binding, type Gate, type Requirements } from './eligibility.ts';
import { tieBreaks, type TieBreak } from './tieBreak.ts';
import { dimensions, perDimension, type Dimension, type PerDimension } from './weights.ts';

/** What a ranking has done. */
const rankingActs = ['scoredAgents', 'assign'] as const;
type RankingAct = (typeof rankingActs)[number];

/** Agents scored for a conversation. Fractions are basis points. */
export interface Scoring extends Pack {
  readonly kind: 'Scoring';
  readonly eligible: Gate;
  /** Sum to exactly 10,000. */
  readonly weightsBp: PerDimension;
  /** The proficiency that scores in full; more scores no more. */
  readonly maxProficiency: number;
  readonly csat: {
    /** The top of the survey's scale. */
    readonly scaleMax: number;
    /** What an agent without surveys is taken to have. */
    readonly priorBp: number;
    /** How many surveys the prior weighs as much as. */
    readonly priorWeight: number;
  };
  /** A score equal to it passes. */
  readonly minimumScoreBp: number;
  /** Scores in one bucket of this width are equal; 0 tells every score apart. */
  readonly bucketBp: number;
  /** Ends with `seededHash`. */
  readonly tieBreak: readonly TieBreak[];
  /** Whether the platform is told whom to prefer, or the first of the ranking is assigned. */
  readonly act: RankingAct;
  /** How many agents are published to the platform. */
  readonly publish: number;
  /** The least time between two rankings for one conversation that waits, in seconds. */
  readonly rerankAfterSeconds: number;
}

interface ScoringSource {
  readonly eligible?: Partial<Gate>;
  readonly weights?: Partial<PerDimension>;
  readonly maxProficiency?: number;
  readonly csat?: { readonly scaleMax?: number; readonly prior?: number; readonly priorWeight?: number };
  readonly minimumScore?: number;
  readonly bucket?: number;
  readonly tieBreak?: readonly TieBreak[];
  readonly act?: RankingAct;
  readonly publish?: number;
  readonly rerankAfterSeconds?: number;
}

/** The source documents' values, or ours where they have none: docs/defaults.md says which. */
export const scoringDefaults = {
  eligible: { status: ['IDLE'], requiredSkill: 'must', requiredLanguage: 'prefer', minimumProficiency: 0 },
  weights: { proficiency: 0.4, languageMatch: 0.3, historicalCsat: 0.3 },
  maxProficiency: 5,
  csat: { scaleMax: 100, prior: 0.5, priorWeight: 10 },
  minimumScore: 0.5,
  bucket: 0.01,
  tieBreak: ['longestIdle', 'fewestHandled', 'seededHash'],
  act: 'scoredAgents',
  publish: 5,
  rerankAfterSeconds: 30,
} as const satisfies ScoringSource;

const weightSchema = { type: 'number', minimum: 0, maximum: 1_000_000 };

export const scoringKind: PackKind<Scoring> = {
  kind: 'Scoring',
  slug: 'scoring',
  title:
    'Which agent suits a conversation best: a hard gate, a weighted score, a threshold, and declared tie-breaks.',
  properties: {
    eligible: {
      type: 'object',
      description: 'The hard gate: who can take the conversation at all.',
      properties: {
        status: {
          type: 'array',
          items: { enum: [...routingStatuses] },
          minItems: 1,
          uniqueItems: true,
          description: 'Routing statuses that can take a conversation.',
          default: scoringDefaults.eligible.status,
        },
        requiredSkill: {
          enum: [...bindings],
          description:
            'must: the agent needs every required skill. prefer: skills only count in the score. ignore: neither.',
          default: scoringDefaults.eligible.requiredSkill,
        },
        requiredLanguage: {
          enum: [...bindings],
          description: 'The same for the language of the conversation.',
          default: scoringDefaults.eligible.requiredLanguage,
        },
        minimumProficiency: {
          type: 'number',
          minimum: 0,
          maximum: 5,
          description:
            'The least proficiency that counts as having a skill or language; 0 itself never does.',
          default: scoringDefaults.eligible.minimumProficiency,
        },
      },
      additionalProperties: false,
    },
    weights: {
      type: 'object',
      description: 'How much each dimension counts. They are scaled to sum to 1. All three, or none.',
      properties: Object.fromEntries(
        dimensions.map((name) => [name, { ...weightSchema, default: scoringDefaults.weights[name] }]),
      ),
      required: [...dimensions],
      additionalProperties: false,
    },
    maxProficiency: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 100,
      description: 'The proficiency that scores in full.',
      default: scoringDefaults.maxProficiency,
    },
    csat: {
      type: 'object',
      description:
        'How customer satisfaction is scaled to 0..1 and shrunk towards a prior while surveys are few.',
      properties: {
        scaleMax: {
          type: 'number',
          exclusiveMinimum: 0,
          description: 'Top of the survey’s scale.',
          default: scoringDefaults.csat.scaleMax,
        },
        prior: {
          ...fractionSchema,
          description: 'What an agent without surveys is taken to have.',
          default: scoringDefaults.csat.prior,
        },
        priorWeight: {
          type: 'number',
          minimum: 0,
          maximum: 1_000_000,
          description: 'How many surveys the prior weighs as much as.',
          default: scoringDefaults.csat.priorWeight,
        },
      },
      additionalProperties: false,
    },
    minimumScore: {
      ...fractionSchema,
      description: 'The least score that is routed to; a score equal to it passes.',
      default: scoringDefaults.minimumScore,
    },
    bucket: {
      ...fractionSchema,
      description:
        'Scores within a bucket of this width are equal; then the tie-breaks decide. 0 tells every score apart.',
      default: scoringDefaults.bucket,
    },
    tieBreak: {
      type: 'array',
      items: { enum: [...tieBreaks] },
      minItems: 1,
      uniqueItems: true,
      description:
        'What decides between equals, one after the other. The last must be seededHash, which never ties.',
      default: scoringDefaults.tieBreak,
    },
    act: {
      enum: [...rankingActs],
      description:
        'scoredAgents: the platform is told whom to prefer, and makes the match. assign: the first is assigned, once for each entry into the queue.',
      default: scoringDefaults.act,
    },
    publish: {
      type: 'integer',
      minimum: 1,
      maximum: 20,
      description: 'How many agents are published to the platform, which takes at most 20.',
      default: scoringDefaults.publish,
    },
    rerankAfterSeconds: {
      type: 'number',
      minimum: 0,
      maximum: 86_400,
      description:
        'The least time between two rankings for one conversation that waits, in seconds: what changes meanwhile is taken up at the first event after it.',
      default: scoringDefaults.rerankAfterSeconds,
    },
  },
  required: [],
  subjects: [],
  build(source: ScoringSource, builder) {
    const weights = source.weights ?? scoringDefaults.weights;
    const shares = dimensions.map((name) => weights[name]!);
    if (shares.every((share) => share === 0)) {
      builder.error(
        ['weights'],
        'no-weight',
        'the weights sum to zero',
        'give at least one dimension a weight',
      );
    }
    const parts = shares.some((share) => share > 0) ? apportion(shares) : shares;
    const tieBreak = source.tieBreak ?? scoringDefaults.tieBreak;
    if (tieBreak.indexOf('seededHash') !== tieBreak.length - 1) {
      builder.error(
        ['tieBreak'],
        'open-tie',
        'the tie-breaks must end with seededHash',
        'it never ties, so what stands after it would never be asked',
      );
    }
    const gate = { ...scoringDefaults.eligible, ...source.eligible };
    const csat = { ...scoringDefaults.csat, ...source.csat };
    return {
      eligible: { ...gate, status: [...gate.status].sort() },
      weightsBp: perDimension((name) => parts[dimensions.indexOf(name)]!),
      maxProficiency: source.maxProficiency ?? scoringDefaults.maxProficiency,
      csat: {
        scaleMax: csat.scaleMax,
        priorBp: builder.basisPoints(csat.prior, ['csat', 'prior']),
        priorWeight: csat.priorWeight,
      },
      minimumScoreBp: builder.basisPoints(source.minimumScore ?? scoringDefaults.minimumScore, [
        'minimumScore',
      ]),
      bucketBp: builder.basisPoints(source.bucket ?? scoringDefaults.bucket, ['bucket']),
      tieBreak,
      act: source.act ?? scoringDefaults.act,
      publish: source.publish ?? scoringDefaults.publish,
      rerankAfterSeconds: source.rerankAfterSeconds ?? scoringDefaults.rerankAfterSeconds,
    };
  },
};

/** The observed facts, of the conversation and of agents, that a ranking reads. */
export function rankingFactsRead(
  pack: Scoring,
  weightsBp: PerDimension,
  wanted: Requirements,
): readonly string[] {
  const counts = (dimension: Dimension, binding: Binding): boolean =>
    binding === 'must' || (binding === 'prefer' && weightsBp[dimension] > 0);
  const facts = ['agentStatus'];
  if (counts('proficiency', pack.eligible.requiredSkill)) {
    facts.push('requiredSkills', ...(wanted.skills.length > 0 ? ['agentSkills'] : []));
  }
  if (counts('languageMatch', pack.eligible.requiredLanguage)) {
    facts.push('language', ...(wanted.language === undefined ? [] : ['agentLanguages']));
  }
  if (weightsBp.historicalCsat > 0) facts.push('csat', 'csatSurveys');
  return facts;
}
