/** One request that found its operation, and what came of it. */
export interface Exchange {
  /** ISO 8601, by the sandbox's clock. */
  readonly at: string;
  readonly operation: string;
  readonly path: string;
  /** What was answered, or would have been. */
  readonly status: number;
  /** Of requests that change something and did: what was sent. */
  readonly applied?: unknown;
}

/** Every request, in order: who says that an effect happened once, or a limit was kept, can be held to it. */
export class Journal {
  readonly #exchanges: Exchange[] = [];

  get all(): readonly Exchange[] {
    return this.#exchanges;
  }

  write(exchange: Exchange): void {
    this.#exchanges.push(exchange);
  }
}
