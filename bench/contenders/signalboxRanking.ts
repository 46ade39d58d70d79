import { decideRanking } from '../../engine/decisions/ranking/decide.ts';
import { engineVersion } from '../../engine/version.ts';
import { agents, now, scoring } from '../works/ranking.ts';
import type { Interaction } from '../works/work.ts';
import type { Decider } from './contender.ts';

const places = new Map(agents.map(({ id }, place) => [id, place]));
const context = {
  conversation: 'conversation',
  at: now,
  policy: { name: 'bench', hash: 'bench' },
  ordinal: 1,
  occasion: 'queue entry' as const,
  occasionNumber: 1,
  seed: 'bench',
};

/** Our plain path: objects in, the full decision record out. */
export function prepare(): Decider {
  return {
    version: engineVersion,
    waits: false,
    decide: (requirements: Interaction) =>
      decideRanking(
        scoring,
        {
          requirements,
          agents,
          weightsBp: scoring.weightsBp,
          shifts: [],
          outcomes: undefined,
          facts: () => ({}),
          lacking: new Set(),
        },
        context,
      ),
    read(record) {
      const { winner } = record as { readonly winner?: string };
      return winner === undefined ? [] : [places.get(winner)!];
    },
  };
}
