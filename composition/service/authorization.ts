import { createHash, timingSafeEqual } from 'node:crypto';

/** Knows who may ask: whoever has one of the tokens. */
export class Authorization {
  readonly #tokens: readonly Buffer[];

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens.map(digest);
  }

  /** @param header `authorization`, `Bearer` and a token. How long it takes says nothing of a token. */
  allows(header: string | undefined): boolean {
    const given = digest(/^Bearer +([^ ]+)$/i.exec(header ?? '')?.[1] ?? '');
    return this.#tokens.map((token) => timingSafeEqual(token, given)).includes(true);
  }
}

/** Of one length, whatever the token's. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
