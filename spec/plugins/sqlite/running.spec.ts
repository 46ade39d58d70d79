import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import { decisionLine } from '../../../engine/decisions/decisionLog.ts';
import { recordedEvents } from '../../../harness/recording/recordedEvents.ts';
import { settled, VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { shippedDay, shippedDecisions, shippedPolicy } from '../decisions.ts';
import { decisionsIn, journalIn, running, telling } from '../../engine/runtime/running.ts';
import { withFolder } from '../../folder.ts';
import { besides, openStore, withFile } from './opening.ts';

const replayed = (await shippedDecisions('whileWaiting')).map(({ body }) => decisionLine(body));

async function dayEvents(): Promise<RoutingEvent[]> {
  const events: RoutingEvent[] = [];
  for await (const batch of recordedEvents(shippedDay).batches()) events.push(...batch);
  return events;
}

/** A source that tells a recording twenty events at a time, so that there is a middle to be killed in. */
const dayInTwenties = `
const [eventSource, recording] = ['eventSource', 'recording'].map((name) => Symbol.for('signalbox/' + name));
export default {
  name: 'day',
  configSchema: { type: 'object', properties: { file: { type: 'string' } } },
  provides: [eventSource],
  needs: [recording],
  create({ configuration, get }) {
    return { parts: { [eventSource]: {
      async listen(take, signal, cursor = '0') {
        const all = [];
        for await (const batch of get(recording)(configuration.file).batches()) all.push(...batch);
        for (let from = Number(cursor); from < all.length && !signal.aborted; from += 20) {
          const events = all.slice(from, from + 20).map((event) => ({ event, observedAt: event.at, source: 'spec' }));
          await take({ events, cursor: String(from + events.length) });
        }
      },
    } } };
  },
};`;

describe('the runtime on a store on SQLite', function () {
  this.timeout(300_000);

  it('decides the shipped day as replay does, stopped and started again on the same file', async () => {
    const events = await dayEvents();
    await withFile(async (file) => {
      for (const end of [3_000, 3_001, 8_000, events.length]) {
        const store = openStore(file);
        const { runtime } = running({
          policy: shippedPolicy,
          store,
          sources: { day: telling(events.slice(0, end), 97) },
        });
        await runtime.resume();
        await runtime.listen(new AbortController().signal);
        await runtime.drain();
        store.close();
      }
      const store = openStore(file);
      const decided = (await decisionsIn(store)).map(decisionLine);
      expect(decided.join('\n') === replayed.join('\n')).to.equal(true);
      expect(await journalIn(store)).to.deep.equal(events);
      expect(await store.outbox(0, 1)).to.deep.equal([]);
      store.close();
    });
  });

  it('does so from what is left of the journal, however often it is pruned', async () => {
    const events = await dayEvents();
    await withFile(async (file) => {
      for (const end of [2_000, 3_001, 3_002, 8_000, events.length]) {
        const clock = new VirtualClock();
        const store = openStore(file, { clock });
        const { runtime } = running({
          ...{ policy: shippedPolicy, store, clock, settings: { snapshotEntries: 400 } },
          sources: { day: telling(events.slice(0, end), 97) },
        });
        const stop = new AbortController();
        const keepingUp = store.keepUp(stop.signal).catch(() => undefined);
        await runtime.resume();
        await runtime.listen(stop.signal);
        await runtime.drain();
        await clock.pass(61_000);
        while ((await store.journalSpan()).gone < end - 1_000) await settled();
        stop.abort(new Error('enough'));
        await keepingUp;
        store.close();
      }
      const store = openStore(file);
      const decided = (await decisionsIn(store)).map(decisionLine);
      expect(decided.join('\n') === replayed.join('\n')).to.equal(true);
      const { gone, last } = await store.journalSpan();
      expect(last - gone).to.be.below(1_000);
      // The first entry says which policy is at work.
      expect(await journalIn(store)).to.deep.equal(events.slice(Math.max(0, gone - 1)));
      store.close();
    });
  });

  it('decides the shipped day as replay does, killed in the middle again and again: each decision once', () =>
    withFolder(async (folder) => {
      writeFileSync(join(folder, 'day.mjs'), dayInTwenties);
      writeFileSync(
        join(folder, 'signalbox.yaml'),
        `apiVersion: signalbox/v1
kind: Configuration
policy: ${resolve('rules/retail-bank')}
plugins:
  - { plugin: ./day.mjs, name: day, configuration: { file: ${resolve(shippedDay)} } }
  - { plugin: sqlite, configuration: { file: store.db } }
  - { plugin: rehearsal, configuration: { show: false } }
runtime: { snapshotEntries: 30 }
`,
      );
      const file = join(folder, 'store.db');
      const isThere = (): boolean =>
        existsSync(file) &&
        besides(file, (other) => other.prepare('PRAGMA user_version').get()!['user_version'] !== 0);
      const takenIn = (): number =>
        isThere()
          ? besides(
              file,
              (other) => other.prepare('SELECT position FROM counter').get()!['position'] as number,
            )
          : 0;
      let kills = 0;
      for (const until of [1, 900, 2_500, 4_000, 4_001, 7_000, 9_999, Infinity]) {
        const run = spawn(process.execPath, [resolve('signalbox.ts'), 'run'], { cwd: folder });
        let stderr = '';
        run.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
        const closed = new Promise<number | null>((done) => run.on('close', done));
        const isOver = (): boolean => run.exitCode !== null || run.signalCode !== null;
        while (!isOver() && takenIn() < until) await setTimeout(20);
        if (!isOver()) kills += Number(run.kill('SIGKILL'));
        expect(await closed, stderr).to.equal(until === Infinity ? 0 : null);
      }
      expect(kills).to.equal(7);
      const store = openStore(file);
      const decided = (await decisionsIn(store)).map(decisionLine);
      expect(decided.join('\n') === replayed.join('\n')).to.equal(true);
      const { gone, last } = await store.journalSpan();
      const events = await dayEvents();
      expect(last).to.equal(events.length + 1);
      // The first entry says which policy is at work.
      expect(await journalIn(store)).to.deep.equal(events.slice(Math.max(0, gone - 1)));
      expect((await store.snapshots())[0]!.after).to.be.above(last - 100);
      expect(await store.inbox()).to.deep.equal([]);
      expect(await store.outbox(0, 1)).to.deep.equal([]);
      expect(await store.dead(0, 1)).to.deep.equal([]);
      const ids = besides(file, (other) =>
        other
          .prepare('SELECT count(*) AS ids, count(DISTINCT id) AS one_each FROM command WHERE id IS NOT NULL')
          .get()!,
      );
      expect(ids['ids']).to.equal(ids['one_each']);
      store.close();
    }));
});
