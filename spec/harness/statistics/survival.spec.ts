import { expect } from 'chai';
import { kaplanMeier, survivalQuantile, type TimeCount } from '../../../harness/statistics/kaplanMeier.ts';
import { logRank } from '../../../harness/statistics/logRank.ts';

/** Weeks in remission of children with leukaemia, with and without 6-MP; `+` left before a relapse. Freireich et al. 1963. */
const treated = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+';
const untreated = '1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23';

function counts(text: string): TimeCount[] {
  const all = text.split(' ').map((one) => ({ time: Number.parseInt(one), left: one.endsWith('+') }));
  return [...Map.groupBy(all, ({ time }) => time)]
    .map(([time, at]) => ({
      time,
      events: at.filter(({ left }) => !left).length,
      censored: at.filter(({ left }) => left).length,
    }))
    .sort((a, b) => a.time - b.time);
}

describe('the Kaplan–Meier curve', () => {
  it('is that of the textbooks, of the leukaemia remissions', () => {
    const curve = kaplanMeier(counts(treated)).map(({ time, surviving }) => [
      time,
      Number(surviving.toFixed(4)),
    ]);
    expect(curve).to.deep.equal([
      [6, 0.8571],
      [7, 0.8067],
      [10, 0.7529],
      [13, 0.6902],
      [16, 0.6275],
      [22, 0.5378],
      [23, 0.4482],
    ]);
  });

  it('has the median of the textbooks, and none of what it does not come to', () => {
    expect(survivalQuantile(kaplanMeier(counts(treated)), 0.5)).to.equal(23);
    expect(survivalQuantile(kaplanMeier(counts(untreated)), 0.5)).to.equal(8);
    expect(survivalQuantile(kaplanMeier(counts(treated)), 0.9)).to.equal(null);
  });

  it('takes who left for no answer and for no wait either: leaving them out would shorten the median', () => {
    const some = [
      { time: 1, events: 1, censored: 0 },
      { time: 2, events: 0, censored: 2 },
      { time: 3, events: 1, censored: 0 },
    ];
    expect(survivalQuantile(kaplanMeier(some), 0.5)).to.equal(3);
    expect(survivalQuantile(kaplanMeier(some.filter(({ events }) => events > 0)), 0.5)).to.equal(1);
  });
});

describe('the log-rank test', () => {
  it('is that of the textbooks, of the leukaemia remissions', () => {
    const test = logRank([counts(treated), counts(untreated)])!;
    expect(test.df).to.equal(1);
    expect(test.chiSquare).to.be.closeTo(16.79, 0.005);
    expect(test.p).to.be.closeTo(4.17e-5, 1e-7);
  });

  it('does not depend on the order of the groups, and finds nothing between equals', () => {
    const three = [counts(treated), counts(untreated), counts(treated)];
    expect(logRank(three)!.chiSquare).to.be.closeTo(logRank(three.toReversed())!.chiSquare, 1e-9);
    expect(logRank([counts(treated), counts(treated)])!.chiSquare).to.be.closeTo(0, 1e-12);
    expect(logRank([counts(treated)])).to.equal(null);
  });
});
