import { mostRetryAfterSeconds } from '../runtime/pause.ts';

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
