import { expect } from 'chai';
import fc from 'fast-check';
import { mostRetryAfterSeconds } from '../../../../engine/runtime/pause.ts';
import { rateHeaders, retryAfterMilliseconds } from '../../../../plugins/genesys/politeness/headers.ts';

const now = Date.UTC(2026, 2, 2, 9);
const most = (seconds: number): number => Math.min(seconds, mostRetryAfterSeconds);
const after = (text: string) => retryAfterMilliseconds(new Headers({ 'Retry-After': text }), now);

describe('Retry-After', () => {
  it('is as long as its seconds say, and no longer than may be', () => {
    fc.assert(fc.property(fc.nat(100_000), (seconds) => after(` ${seconds} `) === most(seconds) * 1000));
  });

  it('lasts until its date, and no time when that is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (seconds) => {
        const date = new Date(now + seconds * 1000).toUTCString();
        return after(date) === most(Math.max(0, seconds)) * 1000;
      }),
    );
  });

  for (const text of ['', 'soon', '-1', '1e3', '2026-03-02T09:00:42Z', 'NaN', 'Infinity']) {
    it(`"${text}" says nothing`, () => expect(after(text)).to.equal(undefined));
  }
});

describe('the rate headers', () => {
  const rate = (allowed: string, count: string, reset: string) =>
    rateHeaders(
      new Headers({
        'inin-ratelimit-allowed': allowed,
        'inin-ratelimit-count': count,
        'inin-ratelimit-reset': reset,
      }),
    );

  it('are read together', () => {
    expect(rate('180', '1', '61')).to.deep.equal({ allowed: 180, count: 1, resetMilliseconds: 61_000 });
  });

  it('say nothing when one is missing or makes no sense', () => {
    const senseless = [
      rate('0', '1', '61'),
      rate('', '1', '61'),
      rate('180', 'x', '61'),
      rate('180', '1', '-1'),
    ];
    expect(senseless).to.deep.equal([undefined, undefined, undefined, undefined]);
    expect(rateHeaders(new Headers())).to.equal(undefined);
  });
});
