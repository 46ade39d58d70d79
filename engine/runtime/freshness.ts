import type { RoutingEvent } from '../conversation/events.ts';
import type { Floor } from '../conversation/floor.ts';
import type { Clock, FactProvider } from '../ports.ts';
import type { GatheredFact } from '../store.ts';
import type { Named } from './parts.ts';

/** Who looks a fact up, by its name. No two look up the same. */
export type Providers = ReadonlyMap<string, Named<FactProvider>>;

export function providersByFact(providers: readonly Named<FactProvider>[]): Providers {
  return new Map(providers.flatMap((one) => one.part.facts.map((fact) => [fact, one] as const)));
}

/** When what is known of queues was observed, by fact, as plain data. What is not in it is too old. */
export type FreshnessState = readonly (readonly [queue: string, facts: Readonly<Record<string, number>>])[];

/** For how long what is known of queues counts, where a provider could look it up anew. */
export class Freshness {
  readonly #providers: Providers;
  readonly #clock: Clock;
  /** When the value that counts was observed, by queue, then by fact; of those that age. */
  readonly #observedAt: Map<string, Map<string, number>>;

  /** @param from what an earlier one left. */
  constructor(providers: Providers, clock: Clock, from: FreshnessState = []) {
    this.#providers = providers;
    this.#clock = clock;
    this.#observedAt = new Map(from.map(([queue, facts]) => [queue, new Map(Object.entries(facts))]));
  }

  /** What it leaves, as a value. */
  state(): FreshnessState {
    return [...this.#observedAt].map(([queue, facts]) => {
      const known = [...facts].filter(([, observedAt]) => Number.isFinite(observedAt));
      return [queue, Object.fromEntries(known)] as const;
    });
  }

  /**
   * A queue's facts that a source tells count for as long as those that are looked up.
   * @param observedAt milliseconds since 1970 of our clock.
   */
  told(event: RoutingEvent, observedAt: number): void {
    if (event.type !== 'queue.observed') return;
    for (const fact of Object.keys(event.facts)) this.#observed(event.queue, fact, observedAt);
  }

  /** Facts were looked up; those of conversations count until an event tells another. */
  lookedUp(facts: readonly Pick<GatheredFact, 'fact' | 'queue' | 'observedAt'>[]): void {
    for (const { queue, fact, observedAt } of facts)
      if (queue !== undefined) this.#observed(queue, fact, observedAt);
  }

  /** Whether a queue's fact, which has a provider, is to be looked up: it is not known, or what is known is too old. */
  isStale(queue: string, fact: string, floor: Floor): boolean {
    if (floor.queueFacts(queue)[fact] === undefined) return true;
    const { freshSeconds } = this.#providers.get(fact)!.part;
    if (freshSeconds === undefined) return false;
    const observedAt = this.#observedAt.get(queue)?.get(fact) ?? -Infinity;
    return this.#clock.now() - observedAt > freshSeconds * 1000;
  }

  #observed(queue: string, fact: string, observedAt: number): void {
    if (this.#providers.get(fact)?.part.freshSeconds === undefined) return;
    const facts = this.#observedAt.get(queue) ?? new Map<string, number>();
    this.#observedAt.set(queue, facts.set(fact, observedAt));
  }
}
