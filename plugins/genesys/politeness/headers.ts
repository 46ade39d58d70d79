import type { RateHeaders } from './requestBucket.ts';

/**
 * What the response says of the rate limit; undefined unless it says all of it.
 * Source: the headers of a response shown on Genesys' developer blog, 2021-05-06.
 */
export function rateHeaders(headers: Headers): RateHeaders | undefined {
  const [allowed, count, reset] = ['allowed', 'count', 'reset'].map((name) => {
    const text = headers.get(`inin-ratelimit-${name}`) ?? '';
    return /^\d+$/.test(text) ? Number(text) : NaN;
  }) as [number, number, number];
  if (Number.isNaN(allowed + count + reset) || allowed === 0) return undefined;
  return { allowed, count, resetMilliseconds: reset * 1000 };
}
