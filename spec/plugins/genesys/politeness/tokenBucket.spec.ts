import { expect } from 'chai';
import { TokenBucket } from '../../../../plugins/genesys/politeness/tokenBucket.ts';

const bucketOf = (requestsPerMinute: number): TokenBucket =>
  new TokenBucket({ requestsPerMinute, reserve: { handoff: 0.1, skills: 0.1 } });

/** How many a lane can take at this time, which it then has taken. */
function takeAll(bucket: TokenBucket, now: number, lane: 'handoff' | 'bulk' = 'handoff'): number {
  let taken = 0;
  while (bucket.take(lane, now)) taken++;
  return taken;
}

describe('the token bucket', () => {
  it('gives a token back a minute after the answer, not after the request', () => {
    const bucket = bucketOf(1);
    expect(bucket.take('handoff', 0)).to.equal(true);
    expect(bucket.nextChange(50_000)).to.equal(undefined);
    bucket.answered(50_000);
    expect(bucket.take('handoff', 109_999)).to.equal(false);
    expect(bucket.nextChange(109_999)).to.equal(110_000);
    expect(bucket.take('handoff', 110_000)).to.equal(true);
  });

  it('gives a token back at once that was not used', () => {
    const bucket = bucketOf(1);
    bucket.take('handoff', 0);
    bucket.unused();
    expect(bucket.take('handoff', 0)).to.equal(true);
  });

  it('learns a lower limit, and a higher one again, but none above its own', () => {
    const bucket = bucketOf(300);
    const told = (allowed: number): number => {
      bucket.take('handoff', 0);
      bucket.learn({ allowed, count: 1, resetMilliseconds: 60_000 }, 0);
      bucket.unused();
      return bucket.limit(0);
    };
    expect([told(180), told(250), told(3000)]).to.deep.equal([180, 250, 300]);
  });

  it('leaves to other programs what they have used, until the window ends', () => {
    const bucket = bucketOf(300);
    bucket.take('handoff', 0);
    bucket.learn({ allowed: 300, count: 101, resetMilliseconds: 20_000 }, 0);
    expect(takeAll(bucket, 0)).to.equal(199);
    expect(bucket.nextChange(0)).to.equal(20_000);
    expect(takeAll(bucket, 20_000)).to.equal(100);
  });

  it('waits when other programs have used all there is', () => {
    const bucket = bucketOf(300);
    bucket.take('handoff', 0);
    bucket.learn({ allowed: 10, count: 500, resetMilliseconds: 20_000 }, 0);
    bucket.unused();
    expect(takeAll(bucket, 19_999)).to.equal(0);
    expect(takeAll(bucket, 20_000)).to.equal(10);
  });

  it('takes the window to be as long as a response says, unless it is of another sort', () => {
    const bucket = bucketOf(1);
    const answered = (at: number, resetMilliseconds: number): void => {
      bucket.take('handoff', at);
      bucket.learn({ allowed: 300, count: 1, resetMilliseconds }, at);
      bucket.answered(at);
    };
    answered(0, 61_000);
    expect(bucket.nextChange(0)).to.equal(61_000);
    answered(100_000, 3_600_000);
    expect(bucket.nextChange(100_000)).to.equal(161_000);
  });

  it('keeps one request for bulk where nothing can be shared out', () => {
    expect([1, 5, 9, 10, 20, 300].map((limit) => takeAll(bucketOf(limit), 0, 'bulk'))).to.deep.equal([
      1, 4, 8, 8, 16, 240,
    ]);
  });

  it('gives nothing while it pauses, and a shorter pause ends no longer one', () => {
    const bucket = bucketOf(10);
    bucket.pause(5000);
    bucket.pause(1000);
    expect(takeAll(bucket, 4999)).to.equal(0);
    expect(bucket.nextChange(4999)).to.equal(5000);
    expect(takeAll(bucket, 5000)).to.equal(10);
  });
});
