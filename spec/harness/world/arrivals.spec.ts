import { expect } from 'chai';
import { arrivalTimes } from '../../../harness/world/arrivals.ts';
import { RandomStreams } from '../../../harness/world/random/streams.ts';

const HALF_HOUR_MS = 1_800_000;
const shares = Array.from({ length: 48 }, (_, halfHour) =>
  halfHour < 16 || halfHour >= 40 ? 0 : 1 + (halfHour % 2),
);

/** Arrivals in the same half hour of many days. */
function counts(rateShape: number | undefined, halfHour: number, days: number): number[] {
  const model = { perDay: 1800, halfHourShares: shares, ...(rateShape === undefined ? {} : { rateShape }) };
  const byDay = Array<number>(days).fill(0);
  for (const at of arrivalTimes(model, 0, days, new RandomStreams(4))) {
    if (Math.floor(at / HALF_HOUR_MS) % 48 === halfHour) byDay[Math.floor(at / HALF_HOUR_MS / 48)]!++;
  }
  return byDay;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceToMean(values: readonly number[]): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2)) / middle;
}

describe('arrivals', () => {
  it('follow the shares of the half hours', () => {
    expect(mean(counts(undefined, 20, 400))).to.be.closeTo(50, 4 * Math.sqrt(50 / 400));
    expect(mean(counts(undefined, 21, 400))).to.be.closeTo(100, 4 * Math.sqrt(100 / 400));
    expect(mean(counts(undefined, 3, 400))).to.equal(0);
  });

  it('have the variance of a Poisson process, or more of it by the shape of the rate', () => {
    expect(varianceToMean(counts(undefined, 21, 400))).to.be.closeTo(1, 0.3);
    expect(varianceToMean(counts(25, 21, 400))).to.be.closeTo(1 + 100 / 25, 1.5);
  });

  it('ascend, in whole milliseconds, and are made one at a time', () => {
    const century = arrivalTimes({ perDay: 1800, halfHourShares: shares }, 0, 36_500, new RandomStreams(4));
    const first = century.take(2000).toArray();
    expect(first.every(Number.isInteger)).to.equal(true);
    expect(first).to.deep.equal([...first].sort((a, b) => a - b));
  });
});
