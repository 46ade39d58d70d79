import { expect } from 'chai';
import { fastChance } from '../../../harness/statistics/fastChance.ts';
import { uniformTest } from '../../../harness/statistics/goodnessOfFit.ts';
import { normalQuantile } from '../../../harness/statistics/normal.ts';

describe('seeded chance for resampling', () => {
  it('is the same for the same seed, and another for another', () => {
    const draws = (seed: string): number[] => Array.from({ length: 5 }, fastChance(seed).uniform);
    expect(draws('a')).to.deep.equal(draws('a'));
    expect(draws('a')).not.to.deep.equal(draws('b'));
  });

  it('is even, and normal where it should be', () => {
    const { uniform, normal } = fastChance('evenness');
    const [even, bell] = [new Array<number>(100).fill(0), new Array<number>(10).fill(0)];
    const edges = Array.from({ length: 9 }, (_, k) => normalQuantile((k + 1) / 10));
    for (let k = 0; k < 200_000; k++) {
      even[Math.floor(uniform() * 100)]!++;
      const z = normal();
      bell[edges.filter((edge) => z > edge).length]!++;
    }
    expect(uniformTest(even)!.p).to.be.within(0.001, 0.999);
    expect(uniformTest(bell)!.p).to.be.within(0.001, 0.999);
  });
});
