import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { Decision } from '../../../engine/decisions/policyRun.ts';
import type { DecisionRecord } from '../../../engine/exchange.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { runtimeDefaults, type RuntimeSettings } from '../../../engine/plugins/configurationSchema.ts';
import type {
  Actor,
  BatchActor,
  EventBatch,
  EventSource,
  FactProvider,
  Sink,
} from '../../../engine/ports.ts';
import type { Problem } from '../../../engine/problem.ts';
import type { RuntimeParts } from '../../../engine/runtime/parts.ts';
import type { Overseen } from '../../../engine/runtime/oversight.ts';
import type { PolicyVersion } from '../../../engine/runtime/policyVersions.ts';
import { Runtime } from '../../../engine/runtime/runtime.ts';
import type { Store } from '../../../engine/store.ts';
import { defaultSeed } from '../../../harness/replay/replay.ts';
import { MemoryStore } from '../../../plugins/memory/memoryStore.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';

/** What a runtime of a spec is made of; the rest is plain. */
export interface Given {
  /** The one policy, or several. */
  readonly policy?: Policy;
  readonly policies?: readonly PolicyVersion[];
  readonly overseen?: Overseen;
  readonly store?: Store;
  readonly clock?: VirtualClock;
  readonly sources?: Readonly<Record<string, EventSource>>;
  readonly providers?: Readonly<Record<string, FactProvider>>;
  readonly actors?: Readonly<Record<string, Actor>>;
  readonly batchActors?: Readonly<Record<string, BatchActor>>;
  readonly sinks?: Readonly<Record<string, Sink>>;
  readonly settings?: Partial<RuntimeSettings>;
  /** Whose conversations it decides. */
  readonly owns?: (conversation: string) => boolean;
  /** Of a runtime that listens to a mouth: whether deadlines pass with what it tells. */
  readonly isOfThePast?: boolean;
}

/** A runtime, and what can be seen of it. */
export interface Running {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly problems: Problem[];
}

export function running(given: Given): Running {
  const { policy, store = new MemoryStore(), clock = new VirtualClock(), settings, overseen } = given;
  const { policies = [{ policy: policy!, files: [] }] } = given;
  const problems: Problem[] = [];
  const named = <Part>(parts: Readonly<Record<string, Part>> = {}) =>
    Object.entries(parts).map(([name, part]) => ({ name, part }));
  const parts: RuntimeParts = {
    sources: named(given.sources),
    providers: named(given.providers),
    actors: named(given.actors),
    batchActors: named(given.batchActors),
    sinks: named(given.sinks),
    store,
    clock,
    random: () => 0.5,
    settings: { ...runtimeDefaults, ...settings },
    problem: (problem) => void problems.push(problem),
    ...(given.owns === undefined ? {} : { owns: given.owns }),
  };
  const decided = { policies, seed: defaultSeed, ...(overseen === undefined ? {} : { overseen }) };
  return { runtime: new Runtime(decided, parts), store, clock, problems };
}

/** A source that tells these events in batches of this size, or as it is told. */
export function telling(events: readonly RoutingEvent[], size = 1): EventSource {
  return {
    async listen(take, signal, cursor) {
      for (let from = Number(cursor ?? 0); from < events.length && !signal.aborted;) {
        const part = events.slice(from, from + size);
        from += part.length;
        await take(batchOf(part, String(from)));
      }
    },
  };
}

/** A source that tells what it is told to, for as long as it is listened to. */
export class Mouth implements EventSource {
  readonly isOfThePast?: true;
  #take: ((batch: EventBatch) => Promise<void>) | undefined;

  /** @param isOfThePast whether deadlines pass with what it tells, and not by the clock. */
  constructor(isOfThePast = false) {
    if (isOfThePast) this.isOfThePast = true;
  }

  listen(take: (batch: EventBatch) => Promise<void>, signal: AbortSignal): Promise<void> {
    this.#take = take;
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** Resolves once the events are safe. */
  async say(...events: readonly RoutingEvent[]): Promise<void> {
    await this.#take!(batchOf(events));
    await settled();
  }
}

/** A runtime that listens to a mouth. */
export async function listening(given: Given): Promise<Running & { readonly mouth: Mouth }> {
  const mouth = new Mouth(given.isOfThePast);
  const live = running({ ...given, sources: { spec: mouth } });
  await live.runtime.resume();
  live.runtime.listen(new AbortController().signal).catch(() => undefined);
  await settled();
  return { ...live, mouth };
}

export function batchOf(events: readonly RoutingEvent[], cursor?: string): EventBatch {
  return {
    events: events.map((event) => ({ event, observedAt: event.at, source: 'spec' })),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/** Goes on in time until a promise is settled. */
export async function inTime<Result>(clock: VirtualClock, promise: Promise<Result>): Promise<Result> {
  let isOver = false;
  void promise.catch(() => undefined).finally(() => (isOver = true));
  while (!isOver) {
    await settled();
    if (!isOver) clock.next();
  }
  return promise;
}

/** From resuming to the last thing done; ends when the sources do. */
export async function runToEnd(
  { runtime, clock }: Running,
  signal = new AbortController().signal,
): Promise<void> {
  await runtime.resume();
  try {
    await inTime(clock, runtime.listen(signal));
  } finally {
    await inTime(clock, runtime.drain());
  }
}

/** Everything that was decided, in order. */
export async function decisionsIn(store: Store): Promise<readonly Decision[]> {
  return (await recordsIn(store)).map(({ body }) => body);
}

/** The same, and how it came about. */
export async function recordsIn(store: Store): Promise<readonly DecisionRecord[]> {
  return (await store.told(0, 1e9)).flatMap(({ told }) => ('decision' in told ? [told.decision] : []));
}

/** Everything that was decided on, in order. */
export async function journalIn(store: Store): Promise<RoutingEvent[]> {
  const events: RoutingEvent[] = [];
  for await (const entry of store.journal(0)) events.push(...entry.events);
  return events;
}
