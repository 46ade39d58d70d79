import { expect } from 'chai';
import { median, percentile, spreadOf } from '../../bench/measure/statistics.ts';

describe('statistics of the benchmark', () => {
  it('have the middle value as the median, whatever the order', () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([10, 9, 1, 2])).to.equal(5.5);
    expect(median([7])).to.equal(7);
  });

  it('sort numbers as numbers', () => {
    expect(median([100, 9, 20])).to.equal(20);
  });

  it('spread from the least to the most', () => {
    expect(spreadOf([3, 1, 2])).to.deep.equal({ median: 2, minimum: 1, maximum: 3 });
  });

  it('have percentiles that are values of the list', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0, 50, 99, 100].map((percent) => percentile(hundred, percent))).to.deep.equal([1, 50, 99, 100]);
    expect(percentile([5], 99)).to.equal(5);
  });
});
