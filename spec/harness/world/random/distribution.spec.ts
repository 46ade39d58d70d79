import { expect } from 'chai';
import { drawSeconds, type Distribution } from '../../../../harness/world/random/distribution.ts';
import { RandomStreams } from '../../../../harness/world/random/streams.ts';

const DRAWS = 20_000;

function draws(distribution: Distribution): number[] {
  const streams = new RandomStreams(1);
  return Array.from({ length: DRAWS }, (_, index) =>
    drawSeconds(distribution, streams.stream('talk', index)),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

describe('distributions', () => {
  it('an exponential has its mean', () => {
    expect(mean(draws({ kind: 'exponential', meanSeconds: 90 }))).to.be.closeTo(
      90,
      4 * (90 / Math.sqrt(DRAWS)),
    );
  });

  it('a log-normal has its mean and deviation of the logarithm', () => {
    const logs = draws({ kind: 'logNormal', mu: 4.9, sigma: 0.9 }).map(Math.log);
    expect(mean(logs)).to.be.closeTo(4.9, 4 * (0.9 / Math.sqrt(DRAWS)));
    expect(deviation(logs)).to.be.closeTo(0.9, 4 * (0.9 / Math.sqrt(2 * DRAWS)));
  });

  it('a survival curve is met at its points, and goes on after the last as before', () => {
    const points = [
      { seconds: 10, surviving: 0.9 },
      { seconds: 60, surviving: 0.5 },
      { seconds: 120, surviving: 0.25 },
    ];
    const lengths = draws({ kind: 'survival', points });
    for (const { seconds, surviving } of [...points, { seconds: 180, surviving: 0.125 }]) {
      const share = lengths.filter((length) => length > seconds).length / DRAWS;
      expect(share, `after ${seconds} s`).to.be.closeTo(surviving, 4 * (0.5 / Math.sqrt(DRAWS)));
    }
  });

  it('never is longer than anything, and a constant is itself', () => {
    const chance = new RandomStreams(1).stream('talk');
    expect(drawSeconds({ kind: 'never' }, chance)).to.equal(Infinity);
    expect(drawSeconds({ kind: 'constant', seconds: 3 }, chance)).to.equal(3);
  });

  it('a gamma of mean 1 has the variance 1/shape', () => {
    const streams = new RandomStreams(2);
    const values = Array.from({ length: DRAWS }, (_, index) =>
      streams.stream('arrivalRate', index).gamma(27.57),
    );
    expect(mean(values)).to.be.closeTo(1, 0.006);
    expect(deviation(values) ** 2).to.be.closeTo(1 / 27.57, 0.002);
  });
});
