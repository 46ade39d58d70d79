import type { Client } from 'openapi-fetch';
import type { Clock } from '../../../engine/ports.ts';
import type { paths } from '../contract/paths.d.ts';
import { operations } from '../contract/operations.ts';
import { GenesysError } from '../genesysError.ts';
import type { PoliteAnswer, PoliteHost } from '../politeness/politeHost.ts';
import { withTimeLimit } from '../politeness/timeLimit.ts';
import { unlessAborted } from '../unlessAborted.ts';

/** How long before its end a token is not used any more: as the source documents have it. */
const marginMilliseconds = 60_000;

/** A token is used for so long at least, whatever it is said to live: until it is refused it is as good as another. */
const leastMilliseconds = 30_000;

/** RFC 6750, 2.1, and whatever else a header can hold. */
const visible = /^[\x21-\x7e]+$/;

interface Token {
  readonly text: string;
  /** From then on it is not used any more, in milliseconds since 1970. */
  readonly staleAt: number;
}

interface LoginAnswer extends PoliteAnswer {
  readonly body: unknown;
  readonly askedAt: number;
}

/** What a token source asks and how. */
export interface TokenSourceOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Speaks to the login host. */
  readonly login: Client<paths>;
  readonly host: PoliteHost;
  readonly clock: Clock;
  /** For one login, every attempt and pause of it. */
  readonly deadlineSeconds: number;
}

/**
 * The access token of one OAuth client (client credentials): asked for once, however many want it, kept until a minute
 * before its end, and asked for anew when the platform refuses it. A token that lives less than two minutes is kept for
 * half its life, and half a minute at least.
 */
export class TokenSource {
  readonly #options: TokenSourceOptions;
  #token: Token | undefined;
  #login: Promise<Token> | undefined;

  constructor(options: TokenSourceOptions) {
    this.#options = options;
  }

  /**
   * @param signal gives up waiting; a login under way goes on for the others.
   * @throws GenesysError `genesys-credentials-rejected`, or what `PoliteHost.call` throws.
   */
  async token(signal: AbortSignal): Promise<string> {
    if (this.#token !== undefined && this.#options.clock.now() < this.#token.staleAt) return this.#token.text;
    this.#login ??= this.#logIn().finally(() => (this.#login = undefined));
    return (await unlessAborted(this.#login, signal)).text;
  }

  /** The platform refused this token: the next one asked for is new. */
  refused(token: string): void {
    if (this.#token?.text === token) this.#token = undefined;
  }

  async #logIn(): Promise<Token> {
    const { clock, deadlineSeconds, host } = this.#options;
    const milliseconds = deadlineSeconds * 1000;
    const late = new GenesysError(
      'genesys-deadline-passed',
      `Genesys Cloud did not ${operations.postOauthToken.purpose} within ${deadlineSeconds} s`,
      'see whether the network reaches the login host',
      { operation: 'postOauthToken' },
    );
    const { status, body, askedAt } = await withTimeLimit(clock, milliseconds, late, undefined, (signal) =>
      host.call({
        ...{ operation: 'postOauthToken', lane: 'handoff', signal },
        deadlineAt: clock.now() + milliseconds,
        send: (attempt) => this.#ask(attempt),
      }),
    );
    const { access_token: text, expires_in: seconds } = (body ?? {}) as Record<string, unknown>;
    // What no header can carry would be named by the error of who tries.
    if (status >= 300 || typeof text !== 'string' || !visible.test(text) || typeof seconds !== 'number') {
      throw this.#rejected(status, body);
    }
    const life = seconds * 1000;
    const kept = Math.max(leastMilliseconds, life - Math.min(marginMilliseconds, life / 2));
    this.#token = { text, staleAt: askedAt + kept };
    return this.#token;
  }

  async #ask(signal: AbortSignal): Promise<LoginAnswer> {
    const { clientId, clientSecret, clock, login } = this.#options;
    const askedAt = clock.now();
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const { data, error, response } = await login.POST('/oauth/token', {
      body: { grant_type: 'client_credentials' },
      bodySerializer: (body) => new URLSearchParams(body),
      headers: { Authorization: `Basic ${basic}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      signal,
    });
    return { status: response.status, headers: response.headers, body: data ?? error, askedAt };
  }

  /** The login host's words are not repeated: they could repeat the secret. Its code is. */
  #rejected(status: number, body: unknown): GenesysError {
    const { error } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const code = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : `status ${status}`;
    return new GenesysError(
      'genesys-credentials-rejected',
      `Genesys Cloud does not accept the OAuth client’s id and secret: ${code}`,
      'see that both are whole and of this region, that the client’s grant type is Client Credentials, and that it is active',
      { operation: 'postOauthToken', status },
    );
  }
}
