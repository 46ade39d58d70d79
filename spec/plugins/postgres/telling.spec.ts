import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { LogSource } from '../../../engine/runtime/sharing/logSource.ts';
import { Telling } from '../../../engine/runtime/sharing/telling.ts';
import { Worker } from '../../../engine/runtime/sharing/worker.ts';
import type { ClaimedSource } from '../../../engine/sharedStore.ts';
import { PostgresShared } from '../../../plugins/postgres/shared/postgresShared.ts';
import { batchOf } from '../../engine/runtime/running.ts';
import { openingOf } from './opening.ts';
import { connected, useDatabase } from './server.ts';
import { Voice, workerWith } from './voice.ts';

describe('a source that stands by', function () {
  this.timeout(60_000);
  const database = useDatabase();
  const leaseSeconds = 0.4;
  const keptMs = 3 * leaseSeconds * 1000;
  const after: (() => Promise<unknown>)[] = [];
  const opened = async (schema: string, process: number): Promise<PostgresShared> => {
    const holder = { host: 'spec', process, lives: () => true };
    const one = new PostgresShared(openingOf(database.url, { schema, holder, leaseSeconds }), 2);
    await one.open();
    after.unshift(() => one.close());
    return one;
  };
  /** Somebody else has the right to write, and keeps it until it is closed. */
  const keptBy = async (store: PostgresShared): Promise<ClaimedSource> => {
    const claim = (await store.claimSource('voice'))!;
    const stop = new AbortController();
    const kept = claim.keepUp(stop.signal).catch(() => undefined);
    after.unshift(async () => (stop.abort(), await kept));
    return claim;
  };
  const telling = (store: PostgresShared, voice: Voice): void => {
    const worker = workerWith(store, voice);
    const stop = new AbortController();
    const run = new Telling(worker.parts.sources[0]!, worker).run(stop.signal);
    after.unshift(async () => (stop.abort(), await run));
  };
  const written = async (store: PostgresShared): Promise<readonly (string | number)[]> =>
    (await store.events(0, 99)).map(({ observed: { event } }) =>
      event.type === 'conversation.ended' ? event.at : event.type,
    );
  const until = async (is: () => Promise<boolean>): Promise<void> => {
    while (!(await is())) await setTimeout(20);
  };
  afterEach(async () => {
    for (const close of after.splice(0)) await close();
  });

  it('loses nothing while nobody can write it, however long', async () => {
    const [one, other] = [await opened('away', 1), await opened('away', 2)];
    await keptBy(other);
    const voice = new Voice();
    telling(one, voice);
    const rename = (from: string, to: string) =>
      connected(database.url, (client) => client.query(`ALTER SCHEMA ${from} RENAME TO ${to}`));
    await rename('away_log', 'gone_log');
    await voice.say(Date.now());
    await setTimeout(1.5 * keptMs);
    await voice.say(Date.now());
    await rename('gone_log', 'away_log');
    await until(async () => (await written(one)).length >= 2);
  });

  it('keeps what whoever writes has not told by its own cursor', async () => {
    const [one, other] = [await opened('behind', 1), await opened('behind', 2)];
    const claim = await keptBy(other);
    // It hears nothing from here on, and does not know.
    await claim.append(batchOf([], String(Date.now())));
    const voice = new Voice();
    telling(one, voice);
    const at = Date.now();
    await voice.say(at);
    await setTimeout(1.5 * keptMs);
    await voice.say(Date.now());
    await claim.close();
    await until(async () => (await written(one)).includes(at));
  });

  it('lets go of what has been written by another', async () => {
    const [one, other] = [await opened('written', 1), await opened('written', 2)];
    const claim = await keptBy(other);
    const voice = new Voice();
    telling(one, voice);
    const at = Date.now();
    await voice.say(at);
    await claim.append(batchOf([], String(Date.now() + 10 * keptMs)));
    await setTimeout(1.5 * keptMs);
    await claim.close();
    await voice.say(at + 1);
    await until(async () => (await written(one)).includes(at + 1));
    expect(await written(one)).not.to.include(at);
  });

  it('says that the platform is seen, where whoever wrote before went while it was not', async () => {
    const [one, other] = [await opened('sight', 1), await opened('sight', 2)];
    const voice = new Voice();
    const claim = await keptBy(other);
    telling(one, voice);
    await voice.say(1);
    await claim.append(batchOf([{ type: 'platform.unseen', at: 2 }], '2'));
    await claim.close();
    await until(async () => (await written(one)).length > 2);
    expect((await written(one)).slice(0, 3)).to.deep.equal(['platform.unseen', 1, 'platform.seen']);
  });

  it('lets others know whom its events are about, before they decide on them', async () => {
    const [one, other] = [await opened('sealed', 1), await opened('sealed', 2)];
    const [voice, listener] = [new Voice(), new Voice()];
    telling(one, voice);
    await voice.say(1);
    const stop = new AbortController();
    const log = new LogSource(other, [{ name: 'voice', part: listener }]);
    const taken: unknown[] = [];
    const listening = log.listen(({ events }) => {
      taken.push(...events.map((event) => [event, [...listener.read]]));
      return Promise.resolve();
    }, stop.signal);
    await until(() => Promise.resolve(taken.length > 0));
    stop.abort();
    await listening;
    const event = { type: 'conversation.ended', at: 1, conversation: 'c-1' };
    const [[observed, read]] = taken as [[object, string[]]];
    expect(observed).to.deep.include({ event }).and.not.have.property('sealed');
    expect(read).to.deep.equal(['sealed 1']);
  });

  it('leaves shards to the others until it has told what there is', async () => {
    const stores = [await opened('ready', 1), await opened('ready', 2)] as const;
    const voices = [new Voice(), new Voice()] as const;
    const [first, second] = stores.map((store, index) => {
      const worker = new Worker(workerWith(store, voices[index]!));
      const stop = new AbortController();
      return {
        worker,
        start: () => {
          const run = worker.run(stop.signal);
          after.unshift(async () => (stop.abort(), await run));
        },
      };
    }) as [Started, Started];
    first.start();
    await voices[0].say(1);
    await until(async () => first.worker.shards.length === 2 && (await written(stores[0])).length > 0);
    second.start();
    await voices[1].say(1);
    await setTimeout(10 * leaseSeconds * 200);
    expect([first.worker.shards.length, second.worker.shards.length]).to.deep.equal([2, 0]);
    await voices[1].say(2, { type: 'platform.seen', at: 2 });
    await until(() => Promise.resolve(second.worker.shards.length === 1));
  });
});

interface Started {
  readonly worker: Worker;
  readonly start: () => void;
}
