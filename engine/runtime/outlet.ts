import type { CommandKind } from '../decisions/record.ts';
import type { OutboxEntry, Store } from '../store.ts';

/** Entries of the outbox that are read at a time. */
export const page = 1_000;

/** Who takes what is read. */
export interface Taker {
  /** How many entries it has room for. */
  room(): number;
  take(entries: readonly OutboxEntry[]): void;
}

/** Reads some kinds of command from the outbox, in order, as fast as there is room for them. */
export class Outlet {
  readonly #store: Store;
  readonly #kinds: readonly CommandKind[];
  readonly #over: AbortSignal;
  readonly #taker: Taker;
  /** The number of the last entry that was read. */
  #last = 0;
  /** Whether there may be more. */
  #isMore = false;
  #reading: Promise<void> | undefined;
  #waiting: (() => void)[] = [];

  /** @param over once it is aborted nothing more is read. */
  constructor(store: Store, kinds: readonly CommandKind[], over: AbortSignal, taker: Taker) {
    this.#store = store;
    this.#kinds = kinds;
    this.#over = over;
    this.#taker = taker;
    over.addEventListener('abort', () => this.#tellWaiting(), { once: true });
  }

  /** There may be something new in the outbox. */
  wake(): void {
    this.#isMore = true;
    this.readOn();
  }

  /** There may be room. */
  readOn(): void {
    if (!this.#over.aborted && this.#isMore && this.#reading === undefined && this.#taker.room() >= page) {
      this.#reading = this.#readPage()
        // A store that cannot be read cannot be written either, which stops everything.
        .catch(() => undefined)
        .finally(() => {
          this.#reading = undefined;
          this.readOn();
        });
    }
    this.#tellWaiting();
  }

  /** Resolves once there is no more to read and whoever takes it is done, or all is over. */
  async until(isDone: () => boolean): Promise<void> {
    while (!this.#over.aborted && (this.#reading !== undefined || this.#isMore || !isDone())) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async #readPage(): Promise<void> {
    this.#isMore = false;
    const entries = await this.#store.outbox(this.#last, page, this.#kinds);
    if (entries.length === page) this.#isMore = true;
    this.#last = entries.at(-1)?.number ?? this.#last;
    if (entries.length > 0 && !this.#over.aborted) this.#taker.take(entries);
  }

  #tellWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
