import type { RoutingEvent } from '../conversation/events.ts';
import type { GatheredFact, InboxEntry } from '../store.ts';
import type { Gatherer } from './gatherer.ts';

/** An event, and what was gathered for it, to be decided on. */
export interface Gathered {
  readonly events: readonly RoutingEvent[];
  readonly facts: readonly Omit<GatheredFact, 'position'>[];
}

/** Who decides on what waits in the lanes. */
export interface LanesOwner {
  readonly isNeeded: (event: RoutingEvent) => boolean;
  readonly gather: Gatherer['gather'];
  /** Decides at once; resolves once that is safe. */
  readonly decide: (entry: InboxEntry, gathered: Gathered) => Promise<void>;
  /** Nothing more can be written. */
  readonly fail: (reason: unknown) => void;
}

/** Events that wait for facts, by conversation; and those of the conversation behind them. They keep no other waiting. */
export class GatheringLanes {
  readonly #owner: LanesOwner;
  readonly #lanes = new Map<string, InboxEntry[]>();
  readonly #work = new Set<Promise<void>>();

  constructor(owner: LanesOwner) {
    this.#owner = owner;
  }

  /** @returns whether it waits, and is decided on later; if not, it is to be decided on now. */
  takes(entry: InboxEntry): boolean {
    const { event } = entry.observed;
    if (!('conversation' in event)) return false;
    const { conversation } = event;
    const lane = this.#lanes.get(conversation);
    if (lane !== undefined) lane.push(entry);
    else if (this.#owner.isNeeded(event)) this.#begin(conversation, entry);
    else return false;
    return true;
  }

  /** Resolves once nothing waits. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
  }

  #begin(conversation: string, entry: InboxEntry): void {
    this.#lanes.set(conversation, []);
    const work = this.#goThrough(conversation, entry).finally(() => this.#work.delete(work));
    this.#work.add(work);
    work.catch(this.#owner.fail);
  }

  /** Gathers for an event and decides, then goes through those of its conversation that came meanwhile. */
  async #goThrough(conversation: string, first: InboxEntry): Promise<void> {
    const lane = this.#lanes.get(conversation)!;
    for (let entry: InboxEntry | undefined = first; entry !== undefined; entry = lane.shift()) {
      const { event } = entry.observed;
      const isNeeded = this.#owner.isNeeded(event);
      const gathered = isNeeded ? await this.#owner.gather(event) : { events: [event], facts: [] };
      const safe = this.#owner.decide(entry, gathered);
      if (lane.length === 0) this.#lanes.delete(conversation);
      await safe;
    }
  }
}
