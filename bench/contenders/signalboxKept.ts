import { Ranker, type RankingRuling } from '../../engine/decisions/ranking/ruling.ts';
import { engineVersion } from '../../engine/version.ts';
import { agents, now, scoring } from '../works/ranking.ts';
import type { Interaction } from '../works/work.ts';
import type { Decider } from './contender.ts';

const places = new Map(agents.map(({ id }, place) => [id, place]));
const nothing: ReadonlySet<string> = new Set();
/** Records kept at a time; each newcomer takes the place of the oldest. */
const keptAtATime = 10_000;

/** Our columns with every record kept, to be read when somebody asks. */
export function prepare(): Decider {
  const ranker = new Ranker(scoring);
  const kept: RankingRuling[] = [];
  let ordinal = 0;
  return {
    version: engineVersion,
    waits: false,
    decide(requirements: Interaction) {
      ordinal++;
      const { weightsBp } = scoring;
      const input = {
        requirements,
        agents,
        weightsBp,
        shifts: [],
        outcomes: undefined,
        facts: () => ({}),
        lacking: nothing,
      };
      const policy = { name: 'bench', hash: 'bench' };
      const occasion = 'queue entry';
      const context = {
        conversation: 'conversation',
        at: now,
        policy,
        ordinal,
        occasion,
        occasionNumber: 1,
        seed: 'bench',
      } as const;
      return (kept[ordinal % keptAtATime] = ranker.rank(input, context) as RankingRuling);
    },
    read(record) {
      const { winner } = record as RankingRuling;
      return winner === undefined ? [] : [places.get(winner)!];
    },
  };
}
