/** What is asked for has to wait longer than it may, or until after the end. */
export class NoTurn extends Error {}

/** Work done one at a time, in the order it is asked for; of what waits there is a limit. */
export class Turns {
  readonly #mostWaiting: number;
  readonly #waiting: { readonly begin: () => void; readonly refuse: () => void }[] = [];
  #isBusy = false;
  #isOver = false;

  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
  }

  /** Does the work when its turn comes. @throws NoTurn when too much waits already, or it is over before. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#isBusy = false;
      else next.begin();
    }
  }

  /** Whoever waits is refused, and whoever comes; what is under way is not ended. */
  end(): void {
    this.#isOver = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse();
  }

  async #turn(): Promise<void> {
    if (this.#isOver) throw new NoTurn('it is being stopped');
    if (this.#isBusy) {
      if (this.#waiting.length >= this.#mostWaiting) throw new NoTurn('as many wait as may');
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#waiting.push({ begin: resolve, refuse: () => reject(new NoTurn('it is being stopped')) });
      await promise;
    }
    this.#isBusy = true;
  }
}
