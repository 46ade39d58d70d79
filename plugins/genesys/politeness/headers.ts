import { mostRetryAfterSeconds } from '../../../engine/runtime/pause.ts';
import type { RateHeaders } from './tokenBucket.ts';

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The longest that is waited, whatever is asked: nothing is heard meanwhile of what is wrong, or that all is well again. */
const longestWaitMilliseconds = mostRetryAfterSeconds * 1000;

/**
 * How long `Retry-After` asks to wait, in milliseconds from now, `mostRetryAfterSeconds` at most: given as seconds, or as
 * an HTTP date. Undefined when it is absent or says neither. Source: RFC 9110, 10.2.3.
 */
export function retryAfterMilliseconds(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const asked = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : httpDate.test(text)
      ? Math.max(0, Date.parse(text) - now)
      : NaN;
  return Number.isNaN(asked) ? undefined : Math.min(asked, longestWaitMilliseconds);
}

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
