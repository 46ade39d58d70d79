import { expect } from 'chai';
import { rateHeaders } from '../../../../plugins/genesys/politeness/headers.ts';

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
