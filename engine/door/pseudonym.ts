import { createHmac } from 'node:crypto';

/** What a pseudonym stands for; the same text gives unrelated pseudonyms for each. */
type Pseudonymous = 'agent' | 'conversation' | 'message' | 'participant' | 'person';

const forms: Readonly<Record<Pseudonymous, { readonly prefix: string; readonly digits: number }>> = {
  agent: { prefix: 'agent-', digits: 12 },
  conversation: { prefix: 'c-', digits: 16 },
  message: { prefix: 'm-', digits: 16 },
  participant: { prefix: 'part-', digits: 16 },
  person: { prefix: 'p-', digits: 16 },
};

/** A shorter key could be guessed, and the names behind the pseudonyms with it. In characters. */
export const shortestPseudonymKey = 16;

/** Pseudonyms remembered at once, so that memory stays bounded. */
const mostRemembered = 10_000;

/** Gives one pseudonym to one identity: the same under the same key, without the key neither guessed nor undone. */
export class Pseudonyms {
  readonly #key: string;
  readonly #agents = new Map<string, string>();

  /** @param key any text; who knows it can tell which name has which pseudonym. */
  constructor(key: string) {
    this.#key = key;
  }

  /** @param parts the texts that together name it. @returns such as `agent-0123456789ab`. HMAC-SHA256, cut. */
  of(kind: Pseudonymous, ...parts: readonly string[]): string {
    const { prefix, digits } = forms[kind];
    const hmac = createHmac('sha256', this.#key).update(JSON.stringify([kind, ...parts]));
    return prefix + hmac.digest('hex').slice(0, digits);
  }

  /** As `of('agent', name)`, remembered, for the same few names come in every row. */
  agent(name: string): string {
    const known = this.#agents.get(name);
    if (known !== undefined) return known;
    if (this.#agents.size >= mostRemembered) this.#agents.clear();
    const pseudonym = this.of('agent', name);
    this.#agents.set(name, pseudonym);
    return pseudonym;
  }
}
