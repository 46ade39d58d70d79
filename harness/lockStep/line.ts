import { Hearing } from './hearing.ts';
import { HttpExchange } from './httpExchange.ts';
import { settled } from './virtualClock.ts';

/**
 * All that goes between a program and a sandbox, one thing at a time in the order in which the program began it: the
 * next begins once the last is over, and everything was heard that the sandbox said by then.
 */
export class Line {
  readonly hearing = new Hearing();
  readonly #http = new HttpExchange();
  readonly #turns: (() => Promise<void>)[] = [];
  #isBusy = false;
  #emptied: (() => void)[] = [];

  /** Whether nothing is under way and nothing waits to be heard. */
  get isEmpty(): boolean {
    return !this.#isBusy && !this.hearing.isDue;
  }

  /** Has something done when its turn comes; it must not fail. */
  take(act: () => Promise<void>): void {
    this.#turns.push(act);
    if (!this.#isBusy) void this.#work();
  }

  /** Resolves once nothing is under way, and all was heard. */
  async emptied(): Promise<void> {
    if (!this.#isBusy && this.hearing.isDue) void this.#work();
    if (this.#isBusy) await new Promise<void>((resolve) => this.#emptied.push(resolve));
  }

  /**
   * As `fetch`. One that is given up is carried out all the same when its turn has come, and not at all before.
   * @throws the signal's reason; TypeError when there is no answer.
   */
  fetch(request: Request): Promise<Response> {
    const { signal } = request;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const giveUp = (): void => reject(signal.reason as Error);
      signal.addEventListener('abort', giveUp, { once: true });
      this.take(async () => {
        if (signal.aborted) return;
        const answered = await this.#http.ask(request).then(
          (answer) => () => resolve(answer),
          (error: Error) => () => reject(error),
        );
        await this.#hear();
        signal.removeEventListener('abort', giveUp);
        answered();
      });
    });
  }

  close(): void {
    this.#http.close();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    await this.#hear();
    for (let act = this.#turns.shift(); act !== undefined; act = this.#turns.shift()) {
      await act();
      await this.#hear();
    }
    this.#isBusy = false;
    const waiting = this.#emptied;
    this.#emptied = [];
    for (const resolve of waiting) resolve();
  }

  /** What is heard is acted on before anything else happens. */
  async #hear(): Promise<void> {
    while (this.hearing.isDue) {
      await this.hearing.hear();
      await settled();
    }
  }
}
