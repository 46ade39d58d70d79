import { join } from 'node:path';
import { systemClock } from '../composition/systemClock.ts';
import type { RoutingEvent } from '../engine/conversation/events.ts';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import { runtimeDefaults } from '../engine/plugins/configurationSchema.ts';
import type { EventSource } from '../engine/ports.ts';
import { Runtime } from '../engine/runtime/runtime.ts';
import type { Changes } from '../engine/store.ts';
import { recordedEvents } from '../harness/recording/recordedEvents.ts';
import { MemoryStore } from '../plugins/memory/memoryStore.ts';
import { sqliteDefaults } from '../plugins/sqlite/schema.ts';
import { SqliteStore } from '../plugins/sqlite/sqliteStore.ts';
import { percentile } from './measure/statistics.ts';
import { machineLines } from './report/machine.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/**
 * `npm run bench:store`: how fast the store on SQLite keeps what the shipped day brings about, with so many events in a
 * commit. The changes are made by the runtime beforehand; timed is the commit alone.
 */
const eventsACommit = [1, 10, 100];

/** Commits that are timed, at most. */
const most = 3000;

/** What the runtime writes when it is told the day in batches of this size, commit by commit. */
async function changesOfTheDay(size: number): Promise<readonly Changes[]> {
  const events: RoutingEvent[] = [];
  for await (const batch of recordedEvents('fixtures/retail-bank-day.ndjson.gz').batches())
    events.push(...batch);
  const source: EventSource = {
    async listen(take) {
      for (let from = 0; from < Math.min(events.length, size * most); from += size) {
        const batch = events.slice(from, from + size);
        await take({
          events: batch.map((event) => ({ event, observedAt: event.at, source: 'recording' })),
          cursor: String(from + batch.length),
        });
      }
    },
  };
  const written: Changes[] = [];
  class Written extends MemoryStore {
    override commit(changes: Changes): Promise<void> {
      if ((changes.accepted ?? []).length > 0) written.push(changes);
      return super.commit(changes);
    }
  }
  const { policy } = await requirePolicy('rules/retail-bank');
  const runtime = new Runtime(
    { policy, seed: 'signalbox' },
    {
      sources: [{ name: 'day', part: source }],
      ...{ providers: [], actors: [], sinks: [] },
      store: new Written(),
      clock: systemClock,
      random: Math.random,
      settings: runtimeDefaults,
      problem: () => undefined,
    },
  );
  await runtime.resume();
  await runtime.listen(new AbortController().signal);
  await runtime.drain();
  return written;
}

/** @returns milliseconds of each commit. */
async function timesOf(all: readonly Changes[], file: string): Promise<readonly number[]> {
  const store = new SqliteStore({ ...sqliteDefaults, file, holder: 'bench', clock: systemClock });
  store.open();
  const times: number[] = [];
  for (const changes of all) {
    const begun = performance.now();
    await store.commit(changes);
    times.push(performance.now() - begun);
  }
  store.close();
  return times;
}

process.stdout.write(`${machineLines().join('\n')}\n\nevents a commit  commits  events/s  p50 ms  p99 ms\n`);
const folder = temporaryFolder();
for (const size of eventsACommit) {
  const all = await changesOfTheDay(size);
  const times = await timesOf(all, join(folder, `${size}.db`));
  const events = all.reduce((sum, { accepted = [] }) => sum + accepted.length, 0);
  const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
  const figures = [events / seconds, percentile(times, 50), percentile(times, 99)] as const;
  const cells = [size, all.length, Math.round(figures[0]), figures[1].toFixed(2), figures[2].toFixed(2)];
  process.stdout.write(
    `${cells.map((cell, index) => String(cell).padStart([15, 7, 8, 6, 6][index]!)).join('  ')}\n`,
  );
}
