import type { Agent } from '../../../engine/conversation/floor.ts';
import {
  decideRanking,
  type RankingDecision,
  type RankingInput,
} from '../../../engine/decisions/ranking/decide.ts';
import { refusal, type Requirements } from '../../../engine/decisions/ranking/eligibility.ts';
import { attributesBp, score } from '../../../engine/decisions/ranking/score.ts';
import type { Scoring } from '../../../engine/decisions/ranking/scoring.ts';
import { tieBreakKey } from '../../../engine/decisions/ranking/tieBreak.ts';
import type { PerDimension } from '../../../engine/decisions/ranking/weights.ts';
import { WHOLE_BP } from '../../../engine/basisPoints.ts';

/** A conversation to choose an agent for, and everything a choice may rest on beside the pack. */
export interface Situation {
  readonly conversation: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly requirements: Requirements;
  readonly agents: readonly Agent[];
  /** The weights in force. */
  readonly weightsBp: PerDimension;
}

/** Who was chosen, and why the others were not. */
export interface Choice {
  /** Undefined when nobody was. */
  readonly winner?: string;
  /** Best first; the total from 0 to 10^8. */
  readonly ranked: readonly { readonly agent: string; readonly total: number }[];
  readonly refused: readonly { readonly agent: string; readonly reason: string }[];
  readonly decidedBy: string;
  /** The whole record, of a pack's choice. */
  readonly record?: RankingDecision;
}

/** A way to choose an agent: a pack through the engine, or a stand-in for a policy that no pack can express. */
export interface Chooser {
  /** Its gate, weights, threshold, and how attributes are read. */
  readonly pack: Scoring;
  choose(situation: Situation): Choice;
  /** The same way with other numbers. */
  withPack(pack: Scoring): Chooser;
  /** What one gets by writing all weights times a factor. */
  writtenWith(factor: number): Chooser;
  /** All that an agent is told apart by, the name and chance aside: agents of one key are twins. */
  twinKey(situation: Situation, agent: Agent): string;
}

/** The seed of every choice here: ties are as good with any. */
const seed = 'invariants';

/**
 * A Scoring pack, deciding by the very engine.
 * @param rewritten gives the pack as it loads with all weights written times a factor.
 */
export function packChooser(pack: Scoring, rewritten: (factor: number) => Scoring): Chooser {
  return {
    pack,
    choose: (situation) => choiceOf(decide(pack, situation)),
    withPack: (other) => packChooser(other, rewritten),
    writtenWith: (factor) => packChooser(rewritten(factor), rewritten),
    twinKey: (situation, agent) => {
      const total = totalOf(pack, situation, agent);
      if (total === undefined) return 'cannot be chosen';
      const bucket = pack.bucketBp === 0 ? total : Math.floor(total / (pack.bucketBp * WHOLE_BP));
      const keys = pack.tieBreak.filter((name) => name !== 'seededHash');
      return [bucket, ...keys.map((name) => tieBreakKey(name, agent, situation.at, '', ''))].join(' ');
    },
  };
}

/** An agent's score; undefined for one who cannot be chosen. */
export function totalOf(pack: Scoring, situation: Situation, agent: Agent): number | undefined {
  const { requirements, weightsBp } = situation;
  if (refusal(agent, pack.eligible, requirements) !== undefined) return undefined;
  const { total } = score(weightsBp, attributesBp(pack, weightsBp, agent, requirements));
  return total < pack.minimumScoreBp * WHOLE_BP ? undefined : total;
}

function decide(pack: Scoring, situation: Situation): RankingDecision {
  const { agents, at, conversation, requirements, weightsBp } = situation;
  const input: RankingInput = {
    requirements,
    agents,
    weightsBp,
    shifts: [],
    outcomes: undefined,
    facts: () => ({}),
    lacking: new Set(),
  };
  const context = {
    conversation,
    at,
    policy: { name: 'policy', hash: '' },
    ordinal: 1,
    occasion: 'queue entry',
    occasionNumber: 1,
    seed,
  };
  // Nothing is lacking, so it is a decision.
  return decideRanking(pack, input, context) as RankingDecision;
}

function choiceOf(record: RankingDecision): Choice {
  const { winner, ranked, refused, decidedBy } = record;
  return { ...(winner === undefined ? {} : { winner }), ranked, refused, decidedBy, record };
}
