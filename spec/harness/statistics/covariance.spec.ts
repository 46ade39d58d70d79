import { expect } from 'chai';
import fc from 'fast-check';
import { drawNormal, factored, quadraticForm } from '../../../harness/statistics/covariance.ts';
import { fastChance } from '../../../harness/statistics/fastChance.ts';

/** Covariance of one draw among some places with these propensities, added `times`. */
function shares(size: number, groups: readonly (readonly [readonly number[], number])[]): Float64Array {
  const covariance = new Float64Array(size * size);
  for (const [places, times] of groups) {
    for (const place of places)
      for (const other of places)
        covariance[place * size + other]! +=
          (times / places.length) * ((place === other ? 1 : 0) - 1 / places.length);
  }
  return covariance;
}

describe('the covariance of shares', () => {
  it('gives Pearson’s statistic where everybody is always among them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 12 }), (observed) => {
        const total = observed.reduce((sum, count) => sum + count, 0);
        if (total === 0) return;
        const size = observed.length;
        const everybody = observed.map((_, place) => place);
        const factor = factored(shares(size, [[everybody, total]]), size, size);
        const expected = total / size;
        const pearson = observed.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
        expect(factor.rank).to.equal(size - 1);
        expect(quadraticForm(factor, (place) => observed[place]! - expected)).to.be.closeTo(pearson, 1e-8);
      }),
      { numRuns: 300 },
    );
  });

  it('falls apart where nothing joins the parts, with a rank for each', () => {
    const covariance = shares(6, [
      [[0, 1], 8],
      [[2, 4], 8],
      [[4, 5], 8],
    ]);
    const factor = factored(covariance, 6, 6);
    expect(factor.rank).to.equal(3);
    const difference = [2, -2, 0, 0, 0, 0];
    expect(quadraticForm(factor, (place) => difference[place]!)).to.be.closeTo(2, 1e-12);
  });

  it('draws differences of just this covariance, which sum to zero', () => {
    const covariance = shares(3, [
      [[0, 1, 2], 9],
      [[0, 1], 4],
    ]);
    const factor = factored(covariance, 3, 3);
    const { normal } = fastChance('draws');
    const drawn = new Float64Array(3);
    const found = new Float64Array(9);
    const draws = 40_000;
    for (let k = 0; k < draws; k++) {
      drawNormal(factor, normal, drawn);
      expect(Math.abs(drawn[0]! + drawn[1]! + drawn[2]!)).to.be.lessThan(1e-9);
      for (let row = 0; row < 3; row++)
        for (let column = 0; column < 3; column++) found[row * 3 + column]! += drawn[row]! * drawn[column]!;
    }
    for (const [index, value] of covariance.entries())
      expect(found[index]! / draws).to.be.closeTo(value, 0.08);
  });
});
