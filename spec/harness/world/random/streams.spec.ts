import { expect } from 'chai';
import { RandomStreams } from '../../../../harness/world/random/streams.ts';

describe('random streams', () => {
  it('give the same draws for the same seed, source and subject, whatever was drawn before', () => {
    const [one, other] = [new RandomStreams(5), new RandomStreams(5)];
    other.stream('patience', 9).uniform();
    expect(other.stream('talk', 3, 4).uniform()).to.equal(one.stream('talk', 3, 4).uniform());
  });

  it('differ by seed, by source and by each word of the subject', () => {
    const streams = new RandomStreams(5);
    const first = [
      new RandomStreams(6).stream('talk', 3, 4, 5),
      streams.stream('patience', 3, 4, 5),
      streams.stream('talk', 2, 4, 5),
      streams.stream('talk', 3, 5, 5),
      streams.stream('talk', 3, 4, 6),
      streams.stream('talk', 3, 4, 5),
    ].map((stream) => stream.uniform());
    expect(new Set(first).size).to.equal(first.length);
  });

  it('draw from the whole of the open interval', () => {
    const stream = new RandomStreams(5).stream('arrivals');
    const values = Array.from({ length: 20_000 }, () => stream.uniform());
    expect(Math.min(...values)).to.be.within(1e-12, 0.001);
    expect(Math.max(...values)).to.be.within(0.999, 1 - 1e-12);
    const deciles = Array<number>(10).fill(0);
    values.forEach((value) => deciles[Math.floor(value * 10)]!++);
    // Chi-square with 9 degrees of freedom: above 33.7 once in ten thousand seeds.
    expect(deciles.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).to.be.below(33.7);
  });

  it('pick in proportion to shares', () => {
    const stream = new RandomStreams(5).stream('customer');
    const items = [{ share: 1 }, { share: 0 }, { share: 3 }];
    const picked = Array.from({ length: 4000 }, () => items.indexOf(stream.weighted(items)));
    expect(picked.filter((index) => index === 1)).to.deep.equal([]);
    expect(picked.filter((index) => index === 2).length / 4000).to.be.closeTo(0.75, 0.03);
  });
});
