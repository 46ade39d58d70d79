import type { DecisionContext, NotReplayable } from '../record.ts';
import { RankingColumns } from './columns.ts';
import { decideRanking, type RankingDecision, type RankingInput } from './decide.ts';
import type { Scoring } from './scoring.ts';

/**
 * A ranking as it is kept where there are many: who came first, and what it was made from, by reference. Agents, weights
 * and outcomes are values that nobody changes, so the full record can be read off at any time.
 */
export interface CompactRanking {
  readonly pack: Scoring;
  readonly input: RankingInput;
  readonly context: DecisionContext;
  /** The winner's pseudonym; undefined when nobody can take the conversation. */
  readonly winner: string | undefined;
}

/** Ranks and keeps, for one pack. The winner is `decideRanking`'s, found by columns. */
export class CompactRanker {
  readonly #pack: Scoring;
  readonly #columns: RankingColumns;
  readonly #first = new Int32Array(1);

  constructor(pack: Scoring) {
    this.#pack = pack;
    this.#columns = new RankingColumns(pack);
  }

  /** @param input nothing that it reads may be lacking; its agents in order of pseudonym, as a floor gives them. */
  rank(input: RankingInput, context: DecisionContext): CompactRanking {
    this.#columns.sync(input.agents);
    this.#columns.reweigh(input.weightsBp);
    const found = this.#columns.best(input.requirements, context, this.#first);
    const winner = found === 0 ? undefined : input.agents[this.#first[0]!]!.id;
    return { pack: this.#pack, input, context, winner };
  }
}

/** The full record of a ranking that was kept. */
export function readRanking({ pack, input, context }: CompactRanking): RankingDecision | NotReplayable {
  return decideRanking(pack, input, context);
}
