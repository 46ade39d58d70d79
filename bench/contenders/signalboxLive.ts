import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '../../composition/systemClock.ts';
import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { requirePolicy } from '../../engine/decisions/loadPolicy.ts';
import { runtimeDefaults } from '../../engine/plugins/configurationSchema.ts';
import { commandKinds, type Actor, type EventBatch, type EventSource } from '../../engine/ports.ts';
import { versionOf } from '../../engine/runtime/policyVersions.ts';
import { Runtime } from '../../engine/runtime/runtime.ts';
import type { Store } from '../../engine/store.ts';
import { engineVersion } from '../../engine/version.ts';
import { MemoryStore } from '../../plugins/memory/memoryStore.ts';
import { sqliteDefaults } from '../../plugins/sqlite/schema.ts';
import { SqliteStore } from '../../plugins/sqlite/sqliteStore.ts';
import { percentile, type Figures } from '../measure/statistics.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { eventsOf, livePolicy, liveSeed } from '../works/live.ts';
import type { Program } from './contender.ts';

/** Events that a source tells at a time when it is busy: those that came while the last ones were written. */
const burst = 100;

/** Between two looks whether everything is done, so many events are told. */
const stretch = 1_000;

/** Everything on the disk before it counts. */
export function prepareOnDisk(): Promise<Program> {
  return prepare(openedStore(), burst);
}

/** The same, where each event is told once the one before is on the disk. */
export function prepareOneByOne(): Promise<Program> {
  return prepare(openedStore(), 1);
}

/** The same, with nothing kept: what the store costs is the difference. */
export function prepareInMemory(): Promise<Program> {
  return prepare(new MemoryStore(), burst);
}

function openedStore(): Store {
  const file = join(temporaryFolder(), 'signalbox.db');
  const store = new SqliteStore({ ...sqliteDefaults, file, holder: 'bench', clock: systemClock });
  store.open();
  return store;
}

async function prepare(store: Store, atOnce: number): Promise<Program> {
  const engine = await LiveEngine.started(store);
  const days = endlessEvents();
  return {
    version: engineVersion,
    async answers(count) {
      const answers: (readonly number[])[] = [];
      for (let day = 0; day < count; day++) answers.push(await answerFor(day));
      return answers;
    },
    async round(milliseconds): Promise<Figures> {
      const began = performance.now();
      const laps: number[] = [];
      let events = 0;
      while (performance.now() - began < milliseconds) {
        const next = Array.from({ length: stretch }, () => days.next().value);
        laps.push(...(await engine.work(next, atOnce)));
        events += next.length;
      }
      const perSecond = (events * 1_000) / (performance.now() - began);
      return { perSecond, p50Us: percentile(laps, 50), p99Us: percentile(laps, 99) };
    },
  };

  async function answerFor(day: number): Promise<readonly number[]> {
    const before = await engine.counters();
    await engine.work(eventsOf(day), atOnce);
    const after = await engine.counters();
    return after.map((count, place) => count - before[place]!);
  }
}

function* endlessEvents(): Generator<RoutingEvent, never> {
  // The first days are for the answers.
  for (let day = 100; ; day++) yield* eventsOf(day);
}

/** An engine whose actor does everything at once. */
class LiveEngine {
  readonly #store: Store;
  /** Takes in what the source tells. */
  readonly #take: (batch: EventBatch) => Promise<void>;
  /** When each event was told, by its conversation and time. */
  readonly #told: Map<string, number>;
  /** From an event to the first command that it brings about, in microseconds. */
  readonly #laps: number[];

  private constructor(
    store: Store,
    take: (batch: EventBatch) => Promise<void>,
    told: Map<string, number>,
    laps: number[],
  ) {
    this.#store = store;
    this.#take = take;
    this.#told = told;
    this.#laps = laps;
  }

  static async started(store: Store): Promise<LiveEngine> {
    const version = versionOf(await requirePolicy(livePolicy));
    const told = new Map<string, number>();
    const laps: number[] = [];
    const listening = Promise.withResolvers<(batch: EventBatch) => Promise<void>>();
    const source: EventSource = {
      async listen(take, signal) {
        listening.resolve(take);
        await once(signal, 'abort');
      },
    };
    const actor: Actor = {
      does: commandKinds,
      act([command], { decidedAt }) {
        const at = told.get(occasion(command!.conversation, decidedAt));
        if (at !== undefined) laps.push((performance.now() - at) * 1_000);
        return Promise.resolve({ status: 'done' });
      },
    };
    const runtime = new Runtime(
      { policies: [version], seed: liveSeed },
      {
        sources: [{ name: 'bank', part: source }],
        actors: [{ name: 'actor', part: actor }],
        ...{ batchActors: [], providers: [], sinks: [] },
        ...{ store, clock: systemClock, random: Math.random, settings: runtimeDefaults },
        problem: ({ message }) => listening.reject(new Error(message)),
      },
    );
    await runtime.resume();
    runtime.listen(new AbortController().signal).catch((error: unknown) => listening.reject(error));
    return new LiveEngine(store, await listening.promise, told, laps);
  }

  /** Has events taken in, so many at a time, and waits until every command is done. @returns the laps. */
  async work(events: readonly RoutingEvent[], atOnce: number): Promise<readonly number[]> {
    for (let from = 0; from < events.length; from += atOnce) {
      const batch = events.slice(from, from + atOnce);
      const now = performance.now();
      for (const event of batch)
        if ('conversation' in event) this.#told.set(occasion(event.conversation, event.at), now);
      await this.#take({
        events: batch.map((event) => ({ event, observedAt: event.at, source: 'bench' })),
      });
    }
    while ((await this.#store.outbox(0, 1)).length > 0) await new Promise(setImmediate);
    this.#told.clear();
    return this.#laps.splice(0);
  }

  /** Events and decisions so far. */
  async counters(): Promise<readonly number[]> {
    const { position, decision } = await this.#store.counters();
    return [position, decision];
  }
}

function occasion(conversation: string, at: number): string {
  return `${at} ${conversation}`;
}
