import { expect } from 'chai';
import fc from 'fast-check';
import type { Agent } from '../../../../engine/conversation/floor.ts';
import { RankingColumns } from '../../../../engine/decisions/ranking/columns.ts';
import type { Requirements } from '../../../../engine/decisions/ranking/eligibility.ts';
import { agents, packs, rank, requirements, scoring } from './arbitraries.ts';

const bestOf = (
  columns: RankingColumns,
  floor: readonly Agent[],
  wanted: Requirements,
  howMany: number,
): string[] => {
  const into = new Int32Array(howMany);
  const count = columns.best(wanted, { conversation: 'c-1', seed: 'spec' }, into);
  return [...into.subarray(0, count)].map((index) => floor[index]!.id);
};
const byId = (floor: readonly Agent[]): readonly Agent[] => [...floor].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('ranking by columns', () => {
  it('says who is best exactly as the plain ranking does, however many are wanted', () => {
    fc.assert(
      fc.property(
        packs,
        agents,
        fc.array(requirements, { minLength: 1, maxLength: 4 }),
        (pack, floor, wishes) => {
          const columns = new RankingColumns(pack);
          columns.sync(floor);
          for (const wanted of wishes) {
            const ranked = rank(pack, floor, wanted).ranked.map(({ agent }) => agent);
            for (const howMany of [1, 2, 5, 20]) {
              expect(bestOf(columns, floor, wanted, howMany)).to.deep.equal(ranked.slice(0, howMany));
            }
          }
        },
      ),
    );
  });

  it('follows the floor as agents change, come and go, and the weights as they shift', () => {
    const weights = fc.constantFrom([4000, 3000, 3000], [10_000, 0, 0], [0, 5000, 5000], [3250, 4500, 2250]);
    fc.assert(
      fc.property(
        packs,
        fc.array(fc.tuple(agents, weights, requirements), { minLength: 2, maxLength: 6 }),
        (pack, moments) => {
          const columns = new RankingColumns(pack);
          let floor: readonly Agent[] = [];
          for (const [other, [proficiency, languageMatch, historicalCsat], wanted] of moments) {
            // Half of the floor stays as it is, value for value.
            const merged = new Map(
              [...floor, ...other.filter((_, index) => index % 2 === 0)].map((agent) => [agent.id, agent]),
            );
            floor = byId(merged.size > 12 ? other : [...merged.values()]);
            const weightsBp = {
              proficiency: proficiency,
              languageMatch: languageMatch,
              historicalCsat: historicalCsat,
            };
            columns.sync(floor);
            columns.reweigh(weightsBp);
            const ranked = rank(pack, floor, wanted, { weightsBp }).ranked.map(({ agent }) => agent);
            expect(bestOf(columns, floor, wanted, 5)).to.deep.equal(ranked.slice(0, 5));
          }
        },
      ),
    );
  });

  it('forgets requirements it has not been asked for in a long while, and answers them all the same', () => {
    const pack = scoring('minimumScore: 0');
    const floor: Agent[] = [{ id: 'a', status: 'IDLE', conversationsHandled: 0, skills: { s7: 3 } }];
    const columns = new RankingColumns(pack);
    columns.sync(floor);
    for (let n = 0; n < 2000; n++) {
      expect(bestOf(columns, floor, { skills: [`s${n % 1000}`] }, 1)).to.deep.equal(
        n % 1000 === 7 ? ['a'] : [],
      );
    }
  });
});
