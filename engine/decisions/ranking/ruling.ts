import type { DecisionContext, NotReplayable, RulingBase } from '../record.ts';
import { RankingColumns } from './columns.ts';
import { decideRanking, nobody, rankingLacks, type RankingDecision, type RankingInput } from './decide.ts';
import type { Scoring } from './scoring.ts';

/**
 * A ranking as it is made: who came first, and what it was made from, by reference. Agents, weights and outcomes are
 * values that nobody changes, so the full record can be read off at any time.
 */
export class RankingRuling implements RulingBase<RankingDecision> {
  readonly point = 'ranking';
  readonly context: DecisionContext;
  readonly decidedBy: string;
  /** The winner's pseudonym; undefined when nobody can take the conversation. */
  readonly winner: string | undefined;
  readonly #pack: Scoring;
  readonly #input: RankingInput;

  constructor(
    pack: Scoring,
    input: RankingInput,
    context: DecisionContext,
    winner: string | undefined,
    decidedBy: string,
  ) {
    this.#pack = pack;
    this.#input = input;
    this.context = context;
    this.winner = winner;
    this.decidedBy = decidedBy;
  }

  get pack(): string {
    return this.#pack.name;
  }

  record(): RankingDecision {
    // Nothing was lacking, or there would be no ruling.
    return decideRanking(this.#pack, this.#input, this.context) as RankingDecision;
  }
}

/** Ranks for one pack and one set of weights at a time. The winner is `decideRanking`'s, found by columns. */
export class Ranker {
  readonly #pack: Scoring;
  readonly #columns: RankingColumns;
  readonly #first = new Int32Array(1);

  constructor(pack: Scoring) {
    this.#pack = pack;
    this.#columns = new RankingColumns(pack);
  }

  /** @param input its agents in order of pseudonym, as a floor gives them. */
  rank(input: RankingInput, context: DecisionContext): RankingRuling | NotReplayable {
    const lacks = rankingLacks(this.#pack, input);
    if (lacks !== undefined) return { notReplayable: lacks };
    this.#columns.sync(input.agents);
    this.#columns.reweigh(input.weightsBp);
    const found = this.#columns.best(input.requirements, context, this.#first);
    if (found === 0) return new RankingRuling(this.#pack, input, context, undefined, nobody);
    const best = this.#first[0]!;
    const decidedBy = this.#columns.settledBy(input.requirements, best);
    return new RankingRuling(this.#pack, input, context, input.agents[best]!.id, decidedBy);
  }
}
