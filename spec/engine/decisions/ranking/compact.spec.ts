import { expect } from 'chai';
import fc from 'fast-check';
import {
  CompactRanker,
  readRanking,
  type CompactRanking,
} from '../../../../engine/decisions/ranking/compact.ts';
import type { RankingDecision } from '../../../../engine/decisions/ranking/decide.ts';
import { agents, now, packs, rank, requirements } from './arbitraries.ts';

describe('a ranking that is kept', () => {
  it('names the winner at once and tells the full record later, as if it had been made in full', () => {
    fc.assert(
      fc.property(
        packs,
        fc.array(fc.tuple(agents, requirements), { minLength: 1, maxLength: 5 }),
        (pack, moments) => {
          const ranker = new CompactRanker(pack);
          const kept = moments.map(([floor, wanted], index): CompactRanking => {
            const input = {
              requirements: wanted,
              agents: floor,
              weightsBp: pack.weightsBp,
              shifts: [],
              outcomes: [],
              facts: {},
            };
            const policy = { name: 'spec', hash: 'spec' };
            const context = {
              conversation: 'c-1',
              at: now,
              policy,
              ordinal: index + 1,
              occasion: 'spec',
              seed: 'spec',
            };
            return ranker.rank({ ...input, lacking: new Set() }, context);
          });
          kept.forEach((compact, index) => {
            const [floor, wanted] = moments[index]!;
            const record = readRanking(compact) as RankingDecision;
            expect(compact.winner).to.equal(record.winner);
            expect(record.ranked).to.deep.equal(rank(pack, floor, wanted).ranked);
          });
        },
      ),
    );
  });
});
