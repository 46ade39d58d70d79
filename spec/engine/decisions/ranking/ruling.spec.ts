import { expect } from 'chai';
import fc from 'fast-check';
import { Ranker, type RankingRuling } from '../../../../engine/decisions/ranking/ruling.ts';
import { agents, now, packs, rank, requirements } from './arbitraries.ts';

describe('a ranking that is kept', () => {
  it('names the winner at once and tells the full record later, as if it had been made in full', () => {
    fc.assert(
      fc.property(
        packs,
        fc.array(fc.tuple(agents, requirements), { minLength: 1, maxLength: 5 }),
        (pack, moments) => {
          const ranker = new Ranker(pack);
          const kept = moments.map(([floor, wanted], index): RankingRuling => {
            const input = {
              requirements: wanted,
              agents: floor,
              weightsBp: pack.weightsBp,
              shifts: [],
              outcomes: undefined,
              facts: () => ({}),
            };
            const policy = { name: 'spec', hash: 'spec' };
            const context = {
              conversation: 'c-1',
              at: now,
              policy,
              ordinal: index + 1,
              occasion: 'queue entry' as const,
              occasionNumber: 1,
              seed: 'spec',
            };
            return ranker.rank({ ...input, lacking: new Set() }, context) as RankingRuling;
          });
          kept.forEach((ruling, index) => {
            const [floor, wanted] = moments[index]!;
            const record = ruling.record();
            expect(ruling.winner).to.equal(record.winner);
            expect(ruling.decidedBy).to.equal(record.decidedBy);
            expect(record.ranked).to.deep.equal(rank(pack, floor, wanted).ranked);
          });
        },
      ),
    );
  });
});
