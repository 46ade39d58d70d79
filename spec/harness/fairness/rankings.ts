import type { Agent } from '../../../engine/conversation/floor.ts';
import { decideRanking, type RankingDecision } from '../../../engine/decisions/ranking/decide.ts';
import type { Scoring } from '../../../engine/decisions/ranking/scoring.ts';
import {
  Auditing,
  type Grouping,
  type SelectionAudit,
  type Window,
} from '../../../harness/fairness/audit.ts';
import { claimOf } from '../../../harness/fairness/claim.ts';
import { fastChance } from '../../../harness/statistics/fastChance.ts';
import { at } from '../../engine/decisions/decideEvents.ts';
import { header, rightPolicy } from '../../engine/policyText.ts';

/** Agents are idle for as long as their number in this list says, in seconds. */
export const idleFor = (
  agents: Readonly<Record<string, number>>,
  csat: Readonly<Record<string, number>> = {},
): Agent[] =>
  Object.entries(agents).map(([id, idle]) => ({
    id,
    status: 'IDLE',
    idleSince: at(-idle),
    conversationsHandled: 0,
    ...(csat[id] === undefined ? {} : { csat: csat[id], csatSurveys: 1000 }),
  }));

/** Scoring by CSAT alone, which these specs audit. */
export const policyOf = (scoring: string, ...claims: readonly string[]) =>
  rightPolicy(
    `${header('Scoring')}weights: { proficiency: 0, languageMatch: 0, historicalCsat: 1 }\n${scoring}`,
    ...claims.map((claim, index) => `${header('Fairness', `claim-${index + 1}`)}${claim}`),
  );

export type SpecPolicy = ReturnType<typeof policyOf>;

/** What the policy makes of one conversation, by the engine that decides live. */
export function ranked(
  policy: SpecPolicy,
  agents: readonly Agent[],
  conversation: string,
  { queue = 'Cards', seconds = 0 }: { readonly queue?: string; readonly seconds?: number } = {},
): RankingDecision {
  const pack = policy.packs.find(({ kind }) => kind === 'Scoring') as Scoring;
  return decideRanking(
    pack,
    {
      requirements: { queue, skills: [] },
      agents,
      weightsBp: pack.weightsBp,
      shifts: [],
      outcomes: undefined,
      facts: () => ({}),
      lacking: new Set(),
    },
    {
      conversation,
      at: at(seconds),
      policy: { name: policy.name, hash: policy.hash },
      ordinal: 1,
      occasion: 'queue entry',
      occasionNumber: 1,
      seed: 'spec',
    },
  ) as RankingDecision;
}

/** The audit of rankings in hand. */
export function audited(
  policy: SpecPolicy,
  rankings: readonly RankingDecision[],
  options: Parameters<typeof claimOf>[1] & {
    readonly by?: 'queue' | 'hour';
    readonly grouping?: Grouping;
    readonly window?: Window;
  } = {},
): SelectionAudit {
  const auditing = new Auditing({
    claim: claimOf(policy, options),
    stratifyBy: options.by ?? 'queue',
    seed: 'spec',
    ...(options.window === undefined ? {} : { window: options.window }),
  });
  for (const ranking of rankings) auditing.take(ranking);
  return auditing.result(options.grouping);
}

/** So many conversations, with random agents idle for random times. */
export function manyRanked(
  policy: SpecPolicy,
  count: number,
  agentsAt: (uniform: () => number, index: number) => readonly Agent[],
  place: (index: number) => { readonly queue?: string; readonly seconds?: number } = () => ({}),
): RankingDecision[] {
  const { uniform } = fastChance(`many ${count}`);
  return Array.from({ length: count }, (_, index) =>
    ranked(policy, agentsAt(uniform, index), `c-${index}`, place(index)),
  );
}
