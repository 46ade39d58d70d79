import { Refusal } from './refusal.ts';

const WINDOW_MS = 60_000;

/** Requests of one client in the present minute, which begins with its first request. */
interface Window {
  readonly endsAt: number;
  count: number;
}

/**
 * So many requests a minute and OAuth client. Source: `client.credentials.token.rate.per.minute` is 300; headers as in a
 * trace of the official developer blog, 2021-05-06. Whether tokens of one client are counted together the platform does not
 * say, and its forum says both; here they are, so that nothing rests on their not being.
 */
export class RateLimit {
  readonly #allowed: number;
  readonly #windows = new Map<string, Window>();

  constructor(allowed: number) {
    this.#allowed = allowed;
  }

  /**
   * Counts a request.
   * @param now in milliseconds.
   * @returns the headers that tell how many are left.
   * @throws Refusal 429 when there are too many.
   */
  count(client: string, now: number): Readonly<Record<string, string>> {
    const known = this.#windows.get(client);
    const window = known !== undefined && known.endsAt > now ? known : { endsAt: now + WINDOW_MS, count: 0 };
    this.#windows.set(client, window);
    const seconds = Math.ceil((window.endsAt - now) / 1000);
    if (window.count >= this.#allowed) throw tooManyRequests(String(seconds));
    window.count++;
    return {
      'inin-ratelimit-count': String(window.count),
      'inin-ratelimit-allowed': String(this.#allowed),
      'inin-ratelimit-reset': String(seconds),
    };
  }
}

/** @param retryAfter seconds, or a date as HTTP writes it; undefined for an answer that does not say. */
export function tooManyRequests(retryAfter: string | undefined): Refusal {
  const message = `Rate limit exceeded the maximum. Retry the request in [${retryAfter ?? 'a few'}] seconds`;
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return new Refusal(429, 'too.many.requests.retry.after', message, { headers });
}
