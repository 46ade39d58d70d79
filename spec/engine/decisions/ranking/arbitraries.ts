import fc from 'fast-check';
import type { Agent } from '../../../../engine/conversation/floor.ts';
import { decideRanking, type RankingDecision } from '../../../../engine/decisions/ranking/decide.ts';
import { attributesBp } from '../../../../engine/decisions/ranking/score.ts';
import type { Requirements } from '../../../../engine/decisions/ranking/eligibility.ts';
import type { Scoring } from '../../../../engine/decisions/ranking/scoring.ts';
import type { PerDimension } from '../../../../engine/decisions/ranking/weights.ts';
import { header, rightPolicy } from '../../policyText.ts';

/** The moment of every decision in these specs, in milliseconds. */
export const now = Date.UTC(2026, 0, 5, 9);

/** A Scoring pack with these fields. */
export function scoring(fields = ''): Scoring {
  return rightPolicy(`${header('Scoring')}${fields}`).packs[0] as Scoring;
}

/** Small domains, so that ties, empty gates and exact thresholds come up often. */
const profile = fc.record(
  {
    status: fc.constantFrom('IDLE' as const, 'IDLE' as const, 'IDLE' as const, 'INTERACTING' as const),
    skills: fc.constantFrom(
      { Cards: 5 },
      { Cards: 5 },
      { Cards: 3 },
      { Loans: 4 },
      { Cards: 1, Loans: 5 },
      {},
    ),
    languages: fc.constantFrom({ English: 5 }, { English: 1, Spanish: 4 }, { Spanish: 5 }),
    csat: fc.constantFrom(50, 80, 100),
    csatSurveys: fc.constantFrom(0, 10),
    idleSince: fc.constantFrom(now, now - 30_000, now - 60_000),
    conversationsHandled: fc.integer({ min: 0, max: 2 }),
    lastHandledAt: fc.constantFrom(now - 10_000, now - 90_000),
    queues: fc.constantFrom(['Cards'], ['Cards', 'Loans'], ['Loans']),
  },
  { requiredKeys: ['status', 'conversationsHandled'] },
);

/** A floor of agents; each profile may stand there up to three times, under other names. */
export const agents: fc.Arbitrary<readonly Agent[]> = fc
  .array(fc.tuple(profile, fc.integer({ min: 1, max: 3 })), { maxLength: 5 })
  .map((drawn) =>
    drawn
      .flatMap(([one, times]) => Array.from({ length: times }, () => one))
      .map((one, index): Agent => ({ ...one, id: `agent-${String(index).padStart(2, '0')}` })),
  );

export const requirements: fc.Arbitrary<Requirements> = fc.record(
  {
    queue: fc.constantFrom('Cards', 'Loans'),
    skills: fc.constantFrom<readonly string[]>([], ['Cards'], ['Cards', 'Loans']),
    language: fc.constantFrom('English', 'Spanish'),
  },
  { requiredKeys: ['skills'] },
);

/** Packs of every shape; the threshold is often one that some score meets exactly. */
export const packs: fc.Arbitrary<Scoring> = fc
  .record({
    status: fc.constantFrom('[IDLE]', '[IDLE, INTERACTING]'),
    requiredSkill: fc.constantFrom('must', 'prefer', 'ignore'),
    requiredLanguage: fc.constantFrom('must', 'prefer', 'ignore'),
    weights: fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)).filter((shares) => shares.some((share) => share > 0)),
    minimumScore: fc.constantFrom(0, 0.3, 0.5, 0.6, 1),
    bucket: fc.constantFrom(0, 0.01, 0.1, 1),
    tieBreak: fc
      .shuffledSubarray(['longestIdle', 'longestSinceHandled', 'fewestHandled'])
      .map((keys) => [...keys, 'seededHash'].join(', ')),
  })
  .map((drawn) => {
    const [proficiency, languageMatch, historicalCsat] = drawn.weights;
    return scoring(
      `eligible: { status: ${drawn.status}, requiredSkill: ${drawn.requiredSkill}, requiredLanguage: ${drawn.requiredLanguage} }
weights: { proficiency: ${proficiency}, languageMatch: ${languageMatch}, historicalCsat: ${historicalCsat} }
minimumScore: ${drawn.minimumScore}
bucket: ${drawn.bucket}
tieBreak: [${drawn.tieBreak}]
`,
    );
  });

/** Ranks, with nothing unknowable and no shifts unless told. */
export function rank(
  pack: Scoring,
  floor: readonly Agent[],
  wanted: Requirements,
  {
    at = now,
    conversation = 'c-1',
    weightsBp = pack.weightsBp,
  }: { at?: number; conversation?: string; weightsBp?: PerDimension } = {},
): RankingDecision {
  const input = {
    requirements: wanted,
    agents: floor,
    weightsBp,
    shifts: [],
    outcomes: undefined,
    facts: () => ({}),
    lacking: new Set<string>(),
  };
  const policy = { name: 'spec', hash: 'spec' };
  return decideRanking(pack, input, {
    conversation,
    at,
    policy,
    ordinal: 1,
    occasion: 'queue entry',
    occasionNumber: 1,
    seed: 'spec',
  }) as RankingDecision;
}

/** A pack whose threshold is exactly this agent's score, where its score is a whole number of basis points. */
export function withThresholdOf(pack: Scoring, agent: Agent, wanted: Requirements): Scoring | undefined {
  const attributes = attributesBp(pack, pack.weightsBp, agent, wanted);
  const total = Object.entries(pack.weightsBp).reduce(
    (sum, [name, weight]) => sum + weight * attributes[name as keyof PerDimension],
    0,
  );
  return total % 10_000 === 0 ? { ...pack, minimumScoreBp: total / 10_000 } : undefined;
}
