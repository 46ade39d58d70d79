import type { EventBatch, EventSource } from '../../ports.ts';
import type { SharedStore } from '../../sharedStore.ts';
import type { Named } from '../parts.ts';

/** What the log is called in the inbox, and in the cursors of a shard's store. */
export const logName = 'log';

/** Events that are taken in together at most: a commit, and a journey to the store, for all of them. */
const page = 500;

/** The log as a source of a shard's runtime: all that the workers' sources told, in one order. */
export class LogSource implements EventSource {
  readonly carries?: readonly string[];
  readonly isOfThePast?: true;
  readonly #shared: SharedStore;
  readonly #sources: ReadonlyMap<string, EventSource>;

  /**
   * @param sources those whose events are in it.
   * @param beside facts that others tell to it.
   */
  constructor(shared: SharedStore, sources: readonly Named<EventSource>[], beside: readonly string[] = []) {
    this.#shared = shared;
    this.#sources = new Map(sources.map(({ name, part }) => [name, part]));
    const carried = [...sources.map(({ part }) => part.carries), beside];
    if (!carried.includes(undefined)) this.carries = carried.flatMap((facts) => facts ?? []);
    if (sources.some(({ part }) => part.isOfThePast === true)) this.isOfThePast = true;
  }

  async listen(take: (batch: EventBatch) => Promise<void>, signal: AbortSignal, cursor = '0'): Promise<void> {
    for (let after = Number(cursor); !signal.aborted;) {
      const changed = this.#shared.changed(signal);
      const logged = await this.#shared.events(after, page);
      if (logged.length === 0) {
        await changed;
        continue;
      }
      after = logged.at(-1)!.number;
      // Whom they are about is known here before anything is decided on them.
      for (const { from, sealed } of logged)
        if (sealed !== undefined) this.#sources.get(from)?.unseal?.(sealed);
      await take({ events: logged.map(({ observed }) => observed), cursor: String(after) });
    }
  }
}
