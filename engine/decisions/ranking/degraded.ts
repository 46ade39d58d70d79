import { WHOLE_BP } from '../../basisPoints.ts';
import type { Agent } from '../../conversation/floor.ts';
import { bodyBase, type DecisionContext, type RulingBase } from '../record.ts';
import {
  elsewhereIn,
  nobody,
  rankingCommands,
  type Degraded,
  type RankingDecision,
  type RankingInput,
  type RefusedAgent,
} from './decide.ts';
import { refusal, type Requirements } from './eligibility.ts';
import { RankingRuling } from './ruling.ts';
import type { Scoring } from './scoring.ts';
import { tieBreakKey } from './tieBreak.ts';

/** Queues and requirements whose last good ranking is remembered; of more, the longest unused is forgotten. */
const mostRemembered = 1000;

/** A degraded ranking's place of an agent, with the score that is published. */
interface Placed {
  readonly agent: string;
  /** 0 to 10^8. */
  readonly total: number;
}

/** A ranking that was made from data young enough, as far as later ones go by it. Plain data. */
interface GoodRanking {
  /** The decision's id. */
  readonly id: string;
  /** In milliseconds. */
  readonly at: number;
  /** Best first. */
  readonly ranked: readonly Placed[];
}

/** What rankings go by while data is too old, as plain data, to be kept and taken up again. */
export interface DegradedState {
  /** The longest unused first; the key as `keyOf` makes it. */
  readonly lastGood: readonly (readonly [key: string, ranking: GoodRanking])[];
  readonly turns: readonly (readonly [agent: string, turn: number])[];
  readonly turn: number;
  readonly goodAt: readonly (readonly [queue: string, turn: number])[];
}

/** What rankings go by while their data is too old: the last good ones, and whose turn it is. */
export class DegradedRankings {
  /** By pack, queue and requirements; the longest unused first. */
  readonly #lastGood: Map<string, GoodRanking | RankingRuling>;
  /** When each agent was last put first by a degraded ranking, in turns. */
  readonly #turns: Map<string, number>;
  #turn: number;
  /** The turn at which a queue had its last good ranking: whose turn was before that has not had one since. */
  readonly #goodAt: Map<string, number>;

  /** @param from what earlier ones of the policy left. */
  constructor(from?: DegradedState) {
    this.#lastGood = new Map(from?.lastGood);
    this.#turns = new Map(from?.turns);
    this.#turn = from?.turn ?? 0;
    this.#goodAt = new Map(from?.goodAt);
  }

  /** What they leave, as a value. */
  state(): DegradedState {
    return {
      lastGood: [...this.#lastGood.keys()].map((key) => [key, this.#readOff(key)!] as const),
      turns: [...this.#turns],
      turn: this.#turn,
      goodAt: [...this.#goodAt],
    };
  }

  /** A ranking was made from data that is young enough. */
  wasGood(ruling: RankingRuling, requirements: Requirements): void {
    this.#goodAt.set(requirements.queue ?? '', this.#turn);
    const key = keyOf(ruling.pack, requirements);
    this.#lastGood.delete(key);
    this.#lastGood.set(key, ruling);
    if (this.#lastGood.size > mostRemembered) this.#lastGood.delete(this.#lastGood.keys().next().value!);
  }

  /** Puts the agents who can take a conversation in order without scoring them. */
  rank(pack: Scoring, input: RankingInput, context: DecisionContext): DegradedRuling {
    const eligible = new Map<string, Agent>();
    const refused: RefusedAgent[] = [];
    let { elsewhere = 0 } = input;
    for (const agent of input.agents) {
      const gate = refusal(agent, pack.eligible, input.requirements);
      if (gate === undefined) eligible.set(agent.id, agent);
      else if (gate.code === 'queue') elsewhere++;
      else refused.push({ agent: agent.id, ...gate });
    }
    const passedOver: PassedOver = { refused, ...elsewhereIn(elsewhere) };
    const ruling =
      this.#byLastRanking(pack, input, context, eligible, passedOver) ??
      this.#byLongestIdle(pack, input, context, eligible, passedOver);
    if (ruling.winner !== undefined) this.#turns.set(ruling.winner, this.#turn++);
    return ruling;
  }

  #byLastRanking(
    pack: Scoring,
    input: RankingInput,
    context: DecisionContext,
    eligible: ReadonlyMap<string, Agent>,
    passedOver: PassedOver,
  ): DegradedRuling | undefined {
    const key = keyOf(pack.name, input.requirements);
    const last = this.#readOff(key);
    if (last === undefined) return undefined;
    this.#lastGood.delete(key);
    this.#lastGood.set(key, last);
    const { ranked } = last;
    const placed = ranked.filter(({ agent }) => eligible.has(agent));
    if (placed.length === 0) return undefined;
    const agents = placed.map(({ agent }) => agent);
    const degraded: Degraded = {
      by: 'lastRanking',
      ranking: last.id,
      rankedAt: new Date(last.at).toISOString(),
      agents,
      leftOut: ranked.map(({ agent }) => agent).filter((agent) => !eligible.has(agent)),
    };
    const others = [...eligible.keys()]
      .filter((agent) => !agents.includes(agent))
      .map((agent): RefusedAgent => ({
        agent,
        code: 'notInLastRanking',
        reason: 'is not in the last good ranking',
      }));
    const refused = [...passedOver.refused, ...others];
    return new DegradedRuling(pack, input, context, degraded, placed, { ...passedOver, refused });
  }

  /** Who came where is worked out when it is asked for, once: most good rankings are followed by another. */
  #readOff(key: string): GoodRanking | undefined {
    const last = this.#lastGood.get(key);
    if (!(last instanceof RankingRuling)) return last;
    const { id, ranked } = last.record();
    const placed = ranked.map(({ agent, total }): Placed => ({ agent, total }));
    const good = { id, at: last.context.at, ranked: placed };
    // Its place among the others stays.
    this.#lastGood.set(key, good);
    return good;
  }

  #byLongestIdle(
    pack: Scoring,
    input: RankingInput,
    context: DecisionContext,
    eligible: ReadonlyMap<string, Agent>,
    passedOver: PassedOver,
  ): DegradedRuling {
    const { at, seed, conversation } = context;
    const goodAt = this.#goodAt.get(input.requirements.queue ?? '') ?? 0;
    const turnOf = ({ id }: Agent): number => {
      const turn = this.#turns.get(id);
      return turn === undefined || turn < goodAt ? -1 : turn;
    };
    const compare = (one: Agent, other: Agent): number => {
      if (turnOf(one) !== turnOf(other)) return turnOf(one) - turnOf(other);
      for (const by of ['longestIdle', 'seededHash'] as const) {
        const [mine, theirs] = [one, other].map((agent) => tieBreakKey(by, agent, at, seed, conversation));
        if (mine !== theirs) return mine! < theirs! ? -1 : 1;
      }
      return 0;
    };
    const ordered = [...eligible.values()].sort(compare);
    const degraded: Degraded = {
      by: 'longestIdle',
      agents: ordered.map((agent) => ({
        agent: agent.id,
        idleSeconds: agent.idleSince === undefined ? null : (at - agent.idleSince) / 1000,
        hadTurn: turnOf(agent) !== -1,
      })),
    };
    // Nobody is scored, so nobody is better than by the step that tells them apart.
    const placed = ordered.map(({ id }) => ({ agent: id, total: WHOLE_BP ** 2 }));
    return new DegradedRuling(pack, input, context, degraded, placed, passedOver);
  }
}

/** Who cannot take a conversation, as a decision has it. */
type PassedOver = Pick<RankingDecision, 'refused' | 'elsewhere'>;

/** A ranking that was not worked out, for its data is too old. */
export class DegradedRuling implements RulingBase<RankingDecision> {
  readonly point = 'ranking';
  readonly context: DecisionContext;
  readonly degraded: Degraded;
  readonly #pack: Scoring;
  readonly #input: RankingInput;
  readonly #placed: readonly Placed[];
  readonly #passedOver: PassedOver;

  constructor(
    pack: Scoring,
    input: RankingInput,
    context: DecisionContext,
    degraded: Degraded,
    placed: readonly Placed[],
    passedOver: PassedOver,
  ) {
    this.#pack = pack;
    this.#input = input;
    this.context = context;
    this.degraded = degraded;
    this.#placed = placed;
    this.#passedOver = passedOver;
  }

  get pack(): string {
    return this.#pack.name;
  }

  /** The pseudonym of who is put first; undefined when nobody can take the conversation. */
  get winner(): string | undefined {
    return this.#placed[0]?.agent;
  }

  get decidedBy(): string {
    if (this.winner === undefined) return nobody;
    return this.degraded.by === 'lastRanking' ? 'degraded: last ranking' : 'degraded: longest idle';
  }

  record(): RankingDecision {
    const { winner, decidedBy, degraded } = this;
    const { requirements, weightsBp, shifts, outcomes, facts } = this.#input;
    return {
      ...bodyBase('ranking', this.pack, this.context),
      facts: facts(),
      rules: outcomes?.readable() ?? [],
      decidedBy,
      requirements,
      weightsBp,
      shifts,
      minimumScoreBp: this.#pack.minimumScoreBp,
      ...(winner === undefined ? {} : { winner }),
      degraded,
      ranked: [],
      ...this.#passedOver,
      refused: this.#passedOver.refused.toSorted((a, b) => (a.agent < b.agent ? -1 : 1)),
      tieBreakPath: [],
      commands: rankingCommands(this.#placed, this.#pack, this.context),
    };
  }
}

function keyOf(pack: string, { queue, skills, language }: Requirements): string {
  return JSON.stringify([pack, queue, skills, language]);
}
