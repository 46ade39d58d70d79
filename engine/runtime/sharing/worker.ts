import { pluginFailure } from '../../plugins/lifecycle.ts';
import type { Changes } from '../../store.ts';
import { sharedParts } from './inTurn.ts';
import { lookMilliseconds } from './looking.ts';
import { workShard } from './shard.ts';
import { Telling } from './telling.ts';
import type { WorkerParts } from './workerParts.ts';

/** Looks after which shards that lie free are nobody's: those who are ready would have taken them. */
const mostLooks = 3;

/** A shard that is worked on here. */
interface Working {
  readonly release: AbortController;
  readonly done: Promise<void>;
}

/**
 * One of several that share a store: tells what the sources tell, where no other does, and works on as many shards as is fair.
 * It may be ended and started at any time, and so may the others.
 */
export class Worker {
  readonly #parts: WorkerParts;
  readonly #shards = new Map<number, Working>();
  /** Looks at which shards lay free before this one had begun. */
  #looks = 0;
  #hasBegun = false;
  #events = 0;
  #decisions = 0;

  constructor(given: WorkerParts) {
    const parts = sharedParts(given.parts);
    const committed = (changes: Changes): void => {
      this.#decisions += changes.decisions?.length ?? 0;
      parts.committed?.(changes);
    };
    const logged: WorkerParts['logged'] = (plugin, events) => {
      this.#events += events.length;
      given.logged?.(plugin, events);
    };
    this.#parts = { ...given, parts: { ...parts, committed }, logged };
  }

  /** Events this worker has written to the log, and decisions it has made. */
  get counts(): { readonly events: number; readonly decisions: number } {
    return { events: this.#events, decisions: this.#decisions };
  }

  /** The shards it has now. */
  get shards(): readonly number[] {
    return [...this.#shards.keys()];
  }

  /**
   * Works until the signal is aborted; then what is under way is brought to its end.
   * @throws ProblemError when a source cannot go on.
   */
  async run(signal: AbortSignal): Promise<void> {
    const failed = new AbortController();
    const until = AbortSignal.any([signal, failed.signal]);
    const tellings = this.#parts.parts.sources.map((source) => new Telling(source, this.#parts));
    const telling = tellings.map((one) =>
      one.run(until).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    );
    const told = Promise.allSettled(telling);
    const { shared, parts } = this.#parts;
    for (let isAway = false; !until.aborted;) {
      try {
        if (await this.#mayBegin(tellings)) await this.#balance();
        isAway = false;
      } catch (error) {
        if (isAway) continue;
        isAway = true;
        pluginFailure('store-failed', 'the shared store cannot be asked now', error, 'warning').forEach(
          parts.problem,
        );
      } finally {
        await parts.clock.sleep(lookMilliseconds(shared.leaseSeconds), until).catch(() => undefined);
      }
    }
    await told;
    await this.#releaseAll();
    failed.signal.throwIfAborted();
  }

  /**
   * Until its sources have told what there is, which may take minutes, it knows nobody of whom commands are: it leaves shards
   * to those who do, while there are any.
   */
  async #mayBegin(tellings: readonly Telling[]): Promise<boolean> {
    if (this.#hasBegun || tellings.every(({ isReady }) => isReady)) return (this.#hasBegun = true);
    this.#looks = (await this.#parts.shared.free()).length > 0 ? this.#looks + 1 : 0;
    return (this.#hasBegun = this.#looks >= mostLooks);
  }

  async #balance(): Promise<void> {
    const { shared } = this.#parts;
    const { place, workers } = await shared.attend();
    const all = shared.shards!;
    const fair = Math.floor(all / workers) + (place < all % workers ? 1 : 0);
    for (const { release } of [...this.#shards.values()].slice(fair))
      release.abort(new Error('another worker has too few shards'));
    if (this.#shards.size >= fair) return;
    for (const shard of await shared.free()) {
      if (this.#shards.size >= fair) return;
      if (this.#shards.has(shard)) continue;
      const claimed = await shared.claimShard(shard);
      if (claimed === undefined) continue;
      const release = new AbortController();
      const done = workShard(shard, claimed, this.#parts, release.signal).finally(() =>
        this.#shards.delete(shard),
      );
      this.#shards.set(shard, { release, done });
    }
  }

  async #releaseAll(): Promise<void> {
    const all = [...this.#shards.values()];
    for (const { release } of all) release.abort(new Error('the worker ends'));
    await Promise.all(all.map(({ done }) => done));
  }
}
