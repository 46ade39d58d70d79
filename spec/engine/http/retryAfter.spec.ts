import { expect } from 'chai';
import fc from 'fast-check';
import { retryAfterMilliseconds } from '../../../engine/http/retryAfter.ts';
import { mostRetryAfterSeconds } from '../../../engine/runtime/pause.ts';

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
