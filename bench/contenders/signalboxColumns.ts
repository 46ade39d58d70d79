import { RankingColumns } from '../../engine/decisions/ranking/columns.ts';
import { engineVersion } from '../../engine/version.ts';
import { agents, scoring } from '../works/ranking.ts';
import type { Interaction } from '../works/work.ts';
import type { Decider } from './contender.ts';

const ties = { conversation: 'conversation', seed: 'bench' };

/** Our columns: who is best; the record is made when somebody asks for it. */
export function prepare(): Decider {
  const columns = new RankingColumns(scoring);
  columns.sync(agents);
  const best = new Int32Array(1);
  return {
    version: engineVersion,
    waits: false,
    decide: (interaction: Interaction) => columns.best(interaction, ties, best),
    read: (count) => [...best.subarray(0, count as number)],
  };
}
