import { WHOLE_BP } from '../../basisPoints.ts';
import type { Outcomes } from '../../conditions/evaluator.ts';
import type { Agent } from '../../conversation/floor.ts';
import type { FactValues } from '../../facts/definition.ts';
import {
  bodyBase,
  type Command,
  type DecisionBody,
  type DecisionContext,
  type NotReplayable,
  commandId,
} from '../record.ts';
import { refusal, type Refusal, type Requirements } from './eligibility.ts';
import { attributesBp, factsScored, score, type Score } from './score.ts';
import { rankingFactsRead, type Scoring } from './scoring.ts';
import type { ShiftState } from './shifts.ts';
import { shownKey, tieBreakKey, type TieBreak, type TieBreakKey } from './tieBreak.ts';
import type { PerDimension } from './weights.ts';

/** An agent who is ranked. */
export interface RankedAgent extends Score {
  readonly agent: string;
  /** From 1. */
  readonly rank: number;
  /** What the score was worked out from, as found. */
  readonly facts: FactValues;
  /** Which bucket of equal scores the total falls in: more is better. */
  readonly bucket: number;
  /** What the tie-breaks went by; null where nothing was known. */
  readonly tieBreak: Readonly<Partial<Record<TieBreak, number | string | null>>>;
}

/** An agent who is not ranked, and why. */
export interface RefusedAgent extends Refusal {
  readonly agent: string;
  /** Only of an agent below the threshold: the rest never got a score. */
  readonly score?: Score;
  readonly facts?: FactValues;
}

/** A step of the tie-break path: how many agents were still equal to the winner after it. */
export interface TieBreakStep {
  readonly by: 'score' | TieBreak;
  readonly left: number;
}

/** How agents were put in order where the data is too old to score them. Best first. */
export type Degraded =
  | {
      readonly by: 'lastRanking';
      /** The decision that made it, and when. */
      readonly ranking: string;
      readonly rankedAt: string;
      readonly agents: readonly string[];
      /** Who was in it and is no longer known to be able to take the conversation. */
      readonly leftOut: readonly string[];
    }
  | {
      readonly by: 'longestIdle';
      readonly agents: readonly {
        readonly agent: string;
        /** Null when not known. */
        readonly idleSeconds: number | null;
        /** Whether it was put first without fresh data since the queue's last good ranking, and so went to the end. */
        readonly hadTurn: boolean;
      }[];
    };

export interface RankingDecision extends DecisionBody {
  readonly point: 'ranking';
  readonly requirements: Requirements;
  /** The weights that counted, shifts applied. */
  readonly weightsBp: PerDimension;
  readonly shifts: readonly ShiftState[];
  readonly minimumScoreBp: number;
  /** Undefined when nobody can take the conversation. */
  readonly winner?: string;
  /** Only where the data was too old to score agents: how they were put in order instead. Nobody is `ranked` then. */
  readonly degraded?: Degraded;
  readonly ranked: readonly RankedAgent[];
  /** Those who work the queue. */
  readonly refused: readonly RefusedAgent[];
  /**
   * How many do not work the conversation's queue; left out when none. They are not named: of a large floor they are nearly all,
   * and a record of them would be as large.
   */
  readonly elsewhere?: number;
  readonly tieBreakPath: readonly TieBreakStep[];
}

/** What a ranking is made from, beside the pack. */
export interface RankingInput {
  readonly requirements: Requirements;
  /** Who works the queue; others may be among them. */
  readonly agents: readonly Agent[];
  /** How many agents of other queues are not among them; 0 when left out. */
  readonly elsewhere?: number;
  readonly weightsBp: PerDimension;
  readonly shifts: readonly ShiftState[];
  /** Outcomes of the SLA policy's conditions, for the record; undefined where no such policy is. */
  readonly outcomes: Outcomes | undefined;
  /** Gives the facts those conditions read, as found. */
  readonly facts: () => FactValues;
  /** Observed facts the recording does not carry. */
  readonly lacking: ReadonlySet<string>;
}

/** What a ranking is settled by that has no candidate. */
export const nobody = 'nobody can take it';

/** The fact for want of which a ranking cannot be made honestly; undefined when nothing it reads is lacking. */
export function rankingLacks(pack: Scoring, input: RankingInput): string | undefined {
  const { lacking, outcomes } = input;
  if (lacking.size > 0) {
    const read = rankingFactsRead(pack, input.weightsBp, input.requirements);
    const lacks = read.find((fact) => lacking.has(fact));
    if (lacks !== undefined) return lacks;
  }
  for (let rule = 0; rule < (outcomes?.count ?? 0); rule++) {
    const unknowable = outcomes!.unknowable(rule);
    if (unknowable !== undefined) return unknowable;
  }
  return undefined;
}

/**
 * Ranks the agents who can take a conversation: hard gate, weighted score, threshold, buckets, tie-breaks. The order of
 * `agents` has no influence.
 */
export function decideRanking(
  pack: Scoring,
  input: RankingInput,
  context: DecisionContext,
): RankingDecision | NotReplayable {
  const lacks = rankingLacks(pack, input);
  if (lacks !== undefined) return { notReplayable: lacks };
  const refused: RefusedAgent[] = [];
  const contenders: Contender[] = [];
  let { elsewhere = 0 } = input;
  for (const agent of input.agents) {
    const gate = refusal(agent, pack.eligible, input.requirements);
    if (gate?.code === 'queue') {
      elsewhere++;
      continue;
    }
    if (gate !== undefined) {
      refused.push({ agent: agent.id, ...gate });
      continue;
    }
    const scored = score(input.weightsBp, attributesBp(pack, input.weightsBp, agent, input.requirements));
    const facts = factsScored(pack, input.weightsBp, agent, input.requirements);
    if (scored.total >= pack.minimumScoreBp * WHOLE_BP) {
      contenders.push(new Contender(agent, scored, facts, pack, context));
    } else {
      const reason = shortOf(scored, pack);
      refused.push({ agent: agent.id, code: 'belowMinimumScore', reason, facts, score: scored });
    }
  }
  contenders.sort((a, b) => a.compare(b));
  refused.sort((a, b) => (a.agent < b.agent ? -1 : 1));
  const tieBreakPath = pathToWinner(contenders, pack);
  const ranked = contenders.map((contender, index) => contender.record(index + 1));
  const winner = ranked[0]?.agent;
  return {
    ...bodyBase('ranking', pack.name, context),
    facts: input.facts(),
    rules: input.outcomes?.readable() ?? [],
    decidedBy: winner === undefined ? nobody : settledBy(contenders, tieBreakPath),
    requirements: input.requirements,
    weightsBp: input.weightsBp,
    shifts: input.shifts,
    minimumScoreBp: pack.minimumScoreBp,
    ...(winner === undefined ? {} : { winner }),
    ranked,
    refused,
    ...elsewhereIn(elsewhere),
    tieBreakPath,
    commands: rankingCommands(ranked, pack, context),
  };
}

/** As a decision has it. */
export function elsewhereIn(count: number): Pick<RankingDecision, 'elsewhere'> {
  return count === 0 ? {} : { elsewhere: count };
}

/** An agent past the gate, comparable with the others. Keys are worked out only when a tie asks for them. */
class Contender {
  readonly agent: Agent;
  readonly scored: Score;
  readonly facts: FactValues;
  readonly bucket: number;
  readonly #pack: Scoring;
  readonly #context: DecisionContext;
  readonly #keys = new Map<TieBreak, TieBreakKey>();

  constructor(agent: Agent, scored: Score, facts: FactValues, pack: Scoring, context: DecisionContext) {
    this.agent = agent;
    this.scored = scored;
    this.facts = facts;
    this.bucket = pack.bucketBp === 0 ? scored.total : Math.floor(scored.total / (pack.bucketBp * WHOLE_BP));
    this.#pack = pack;
    this.#context = context;
  }

  key(tieBreak: TieBreak): TieBreakKey {
    let key = this.#keys.get(tieBreak);
    if (key === undefined) {
      key = tieBreakKey(
        tieBreak,
        this.agent,
        this.#context.at,
        this.#context.seed,
        this.#context.conversation,
      );
      this.#keys.set(tieBreak, key);
    }
    return key;
  }

  compare(other: Contender): number {
    if (this.bucket !== other.bucket) return other.bucket - this.bucket;
    for (const tieBreak of this.#pack.tieBreak) {
      const [mine, theirs] = [this.key(tieBreak), other.key(tieBreak)];
      if (mine !== theirs) return mine < theirs ? -1 : 1;
    }
    return 0;
  }

  record(rank: number): RankedAgent {
    const tieBreak = Object.fromEntries([...this.#keys].map(([name, key]) => [name, shownKey(name, key)]));
    return { agent: this.agent.id, rank, facts: this.facts, bucket: this.bucket, ...this.scored, tieBreak };
  }
}

function shortOf(scored: Score, pack: Scoring): string {
  return `scores ${(scored.total / WHOLE_BP ** 2).toFixed(4)}, below ${(pack.minimumScoreBp / WHOLE_BP).toFixed(4)}`;
}

function pathToWinner(contenders: readonly Contender[], pack: Scoring): TieBreakStep[] {
  const [winner] = contenders;
  if (winner === undefined) return [];
  let equals = contenders.filter((other) => other.bucket === winner.bucket);
  const path: TieBreakStep[] = [{ by: 'score', left: equals.length }];
  for (const tieBreak of pack.tieBreak) {
    if (equals.length === 1) break;
    equals = equals.filter((other) => other.key(tieBreak) === winner.key(tieBreak));
    path.push({ by: tieBreak, left: equals.length });
  }
  return path;
}

function settledBy(contenders: readonly Contender[], path: readonly TieBreakStep[]): string {
  return contenders.length === 1 ? 'only candidate' : path.at(-1)!.by;
}

/**
 * What a ranking has done: the platform is told whom to prefer, or the first is assigned, once for each entry into the
 * queue.
 * @param ranked best first.
 */
export function rankingCommands(
  ranked: readonly Pick<RankedAgent, 'agent' | 'total'>[],
  pack: Scoring,
  context: DecisionContext,
): Command[] {
  const [first] = ranked;
  if (first === undefined) return [];
  const { conversation } = context;
  if (pack.act === 'assign') {
    // Whom it names is no part of the id: a later ranking assigns nobody else beside the first.
    const id = commandId(context, pack.name, 0, 'assign');
    return [{ id, conversation, do: 'assign', agent: first.agent }];
  }
  return [{ set: 'scoredAgents', conversation, agents: published(ranked, pack) }];
}

/** Scores out of 100 for the platform, which breaks its own ties: so each is at least one below the one before. */
function published(
  ranked: readonly Pick<RankedAgent, 'agent' | 'total'>[],
  pack: Scoring,
): { readonly agent: string; readonly score: number }[] {
  let last = 101;
  return ranked.slice(0, pack.publish).map(({ agent, total }, index) => {
    const room = Math.min(pack.publish, ranked.length) - 1 - index;
    last = Math.max(room, Math.min(Math.round(total / 1e6), last - 1));
    return { agent, score: last };
  });
}
