import { identity } from '../centre/identity.ts';
import type { Alarms } from '../clock/timeline.ts';
import type { OAuthClient } from '../org/org.ts';

/** Unless the client says otherwise; the platform's default. */
export const TOKEN_SECONDS = 86_400;

/** What a client shows at the door. */
export interface Token {
  readonly text: string;
  readonly client: OAuthClient;
  readonly expiresAt: number;
}

/** The tokens that were given out and still hold. */
export class Tokens {
  readonly #alarms: Alarms;
  readonly #clients: ReadonlyMap<string, OAuthClient>;
  readonly #valid = new Map<string, Token>();
  #issued = 0;

  constructor(alarms: Alarms, clients: readonly OAuthClient[]) {
    this.#alarms = alarms;
    this.#clients = new Map(clients.map((client) => [client.id, client]));
  }

  /** @returns a new token; undefined when there is no such client or the secret is another. */
  issue(clientId: string, secret: string): Token | undefined {
    const client = this.#clients.get(clientId);
    if (client?.secret !== secret) return undefined;
    const text = identity('token', clientId, ++this.#issued).replaceAll('-', '');
    const token = { text, client, expiresAt: this.#alarms.now + TOKEN_SECONDS * 1000 };
    this.#valid.set(text, token);
    return token;
  }

  /** @returns undefined when it was never given out, has expired or was revoked. */
  find(text: string): Token | undefined {
    const token = this.#valid.get(text);
    return token !== undefined && token.expiresAt > this.#alarms.now ? token : undefined;
  }

  revoke(token: Token): void {
    this.#valid.delete(token.text);
  }
}
