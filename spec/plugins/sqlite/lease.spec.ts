import { expect } from 'chai';
import type { SqliteStore } from '../../../plugins/sqlite/sqliteStore.ts';
import { VirtualClock } from '../../../harness/lockStep/virtualClock.ts';
import { everyChange } from '../contract/store.ts';
import { besides, openStore, withFile } from './opening.ts';

const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', String);

function openingRefused(open: () => SqliteStore): string {
  try {
    open().close();
  } catch (error) {
    return String(error);
  }
  return 'opened';
}

const isLocked = (file: string): unknown =>
  besides(file, (other) => other.prepare('SELECT is_locked FROM lease').get()!['is_locked']);

describe('a store on SQLite and a second instance', () => {
  it('refuses it at once, says who is there since when, and goes on', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const first = openStore(file, { clock, holder: 'process 7 on here' });
      const said = openingRefused(() => openStore(file, { clock }));
      expect(said).to.contain(
        'process 7 on here has been running on this store since 2026-03-02T09:00:00.000Z',
      );
      expect(said).to.contain('its lease runs out in 15 s').and.contain('[store-in-use]');
      await first.commit(everyChange(1));
      first.close();
      openStore(file, { clock }).close();
    }));

  it('refuses it for as long as it writes, or renews its lease while there is nothing to write', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const first = openStore(file, { clock });
      for (const which of [1, 2, 3]) {
        await clock.pass(14_000);
        await first.commit(everyChange(which));
        expect(openingRefused(() => openStore(file, { clock }))).to.contain('[store-in-use]');
      }
      const stop = new AbortController();
      const keepingUp = first.keepUp(stop.signal).catch(() => undefined);
      await clock.pass(100_000);
      expect(openingRefused(() => openStore(file, { clock }))).to.contain('[store-in-use]');
      stop.abort();
      await keepingUp;
      first.close();
    }));

  it('gives way to it once its lease has run out: it then neither writes nor reads any more', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const first = openStore(file, { clock });
      await first.commit(everyChange(1));
      await clock.pass(15_000);
      const second = openStore(file, { clock });
      const asleep = [
        first.commit(everyChange(2)),
        first.commit({}),
        first.outbox(0, 10),
        first.told(0, 10),
        first.heard('another'),
        first.keepUp(new AbortController().signal),
      ];
      const woken = Promise.all(asleep.map(refusal));
      await clock.pass(10_000);
      for (const said of await woken) expect(said).to.contain('[store-fenced]');
      expect(await second.counters()).to.deep.include({ position: 2, decision: 1 });
      await second.commit(everyChange(2));
      first.close();
      await second.commit(everyChange(3));
      second.close();
    }));

  it('is safe from a third while the first still lives, and after it has ended', () =>
    withFile(async (file) => {
      const clock = new VirtualClock();
      const first = openStore(file, { clock });
      await clock.pass(15_000);
      const second = openStore(file, { clock });
      expect(isLocked(file)).to.equal(0);
      const third = (): string => openingRefused(() => openStore(file, { clock }));
      expect(third()).to.contain('[store-in-use]');
      first.close();
      // The lock is free, and was not the second’s: its lease counts.
      expect(third()).to.contain('[store-in-use]');
      await clock.pass(5_000);
      await second.commit({});
      expect(isLocked(file)).to.equal(1);
      second.close();
      expect(third()).to.equal('opened');
    }));
});
