import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { livesHere } from '../../../plugins/postgres/processes.ts';
import type { PostgresStore } from '../../../plugins/postgres/postgresStore.ts';
import { committing, expectWhole, type Committing } from '../numberedCommits.ts';
import { useCluster } from './cluster.ts';
import { openStore } from './opening.ts';
import { connected, useDatabase } from './server.ts';

const script = resolve('spec/plugins/postgres/committing.ts');

/** Waits until it has acknowledged so much, or is over. */
async function acknowledged(run: Committing, number: number): Promise<void> {
  while (run.acknowledged() < number && run.child.exitCode === null) await setTimeout(2);
}

describe('a store on PostgreSQL whose process is killed', function () {
  this.timeout(300_000);
  const database = useDatabase();
  const kills = Number(process.env['SIGNALBOX_KILLS'] ?? 25);
  const holder = { host: 'spec', process: process.pid, lives: livesHere };

  it(`has everything that was acknowledged and nothing half, ${kills} times in a row`, async () => {
    let [last, killedAtWork] = [0, 0];
    for (let kill = 0; kill < kills; kill++) {
      const run = committing(script, database.url, 1e9);
      // Some at once, which may be while it opens the store; most after a few commits, anywhere between two.
      if (kill % 6 === 5) await setTimeout(150 + 10 * kill);
      else await acknowledged(run, last + 1 + ((kill * 7) % 11));
      run.child.kill('SIGKILL');
      expect(await run.closed, run.stderr()).to.equal(null);
      const told = Math.max(last, run.acknowledged());
      if (told > last) killedAtWork++;
      // Of this machine it is seen that it has ended: nobody waits for its lease.
      const store = await openStore(database.url, { holder });
      last = await expectWhole(store);
      expect(last).to.be.within(told, told + 1);
      await store.close();
    }
    expect(killedAtWork).to.be.above(kills / 2);
  });

  it('is another’s once it has been paused for longer than its lease, though it lives; when it wakes, it is told and writes nothing', async () => {
    const run = committing(script, database.url, 1e9, 1, 20);
    await acknowledged(run, (await positionIn(database.url)) + 5);
    const early = (): Promise<PostgresStore> => openStore(database.url, { holder });
    expect(await early().then(() => 'opened', String)).to.contain('[store-in-use]');
    run.child.kill('SIGSTOP');
    let store: PostgresStore | undefined;
    while (store === undefined) {
      await setTimeout(50);
      // Stopped inside a transaction, it keeps the row for as long as the server lets it: its lease.
      store = await early().catch((error: unknown) => {
        expect(String(error)).to.contain('[store-in-use]');
        return undefined;
      });
    }
    const whole = await expectWhole(store);
    run.child.kill('SIGCONT');
    expect(await run.closed).to.equal(3);
    expect(run.stderr())
      .to.contain('another instance has taken the store over')
      .and.contain('[store-fenced]');
    expect(run.acknowledged()).to.be.within(whole - 1, whole);
    expect(await expectWhole(store)).to.equal(whole);
    await store.close();
  });
});

function positionIn(url: string): Promise<number> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ position: string }>('SELECT position FROM signalbox.counter');
    return Number(rows[0]?.position);
  });
}

describe('a store on PostgreSQL whose connection is lost', function () {
  this.timeout(300_000);
  const database = useDatabase();

  it('goes on by itself, with everything that was acknowledged, each once, however often its sessions are ended', async () => {
    const run = committing(script, database.url, 1e9, 15);
    let ended = 0;
    await connected(database.url, async (client) => {
      for (let round = 0; round < 25; round++) {
        await acknowledged(run, 10 * round + 5);
        const { rowCount } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'signalbox' AND datname = current_database()`,
        );
        ended += rowCount ?? 0;
      }
    });
    expect(run.child.exitCode, run.stderr()).to.equal(null);
    await acknowledged(run, 260);
    run.child.kill('SIGKILL');
    await run.closed;
    const store = await openStore(database.url, { holder: { host: 'spec', process: 1, lives: livesHere } });
    expect(await expectWhole(store)).to.be.within(run.acknowledged(), run.acknowledged() + 1);
    expect(ended).to.be.above(25);
    await store.close();
  });
});

describe('a store on PostgreSQL whose server is stopped and started', function () {
  this.timeout(300_000);
  const cluster = useCluster();

  it('goes on by itself, with everything that was acknowledged, each once', async () => {
    const run = committing(script, cluster.url, 1e9, 15);
    for (const [round, mode] of (['immediate', 'fast'] as const).entries()) {
      await acknowledged(run, run.acknowledged() + 30);
      await cluster.stop(mode);
      // What it had said by then is still to be read.
      await setTimeout(100);
      const held = run.acknowledged();
      await setTimeout(500 * round);
      expect(run.acknowledged()).to.equal(held);
      await cluster.start();
    }
    await acknowledged(run, run.acknowledged() + 30);
    expect(run.child.exitCode, run.stderr()).to.equal(null);
    run.child.kill('SIGKILL');
    await run.closed;
    const store = await openStore(cluster.url, { holder: { host: 'spec', process: 1, lives: livesHere } });
    expect(await expectWhole(store)).to.be.within(run.acknowledged(), run.acknowledged() + 1);
    await store.close();
  });

  it('has waited for the disk with each commit, as the server counts its fsyncs', async () => {
    const syncs = (): Promise<number> =>
      connected(cluster.url, async (client) => {
        const { rows } = await client.query<{ syncs: string }>('SELECT wal_sync AS syncs FROM pg_stat_wal');
        return Number(rows[0]!.syncs);
      });
    const [before, commits] = [await syncs(), 200];
    const run = committing(script, cluster.url, commits, 15);
    expect(await run.closed, run.stderr()).to.equal(0);
    const counted = (await syncs()) - before;
    expect(counted).to.be.at.least(commits);
    // Opening and closing take some; not one for each statement.
    expect(counted).to.be.below(commits * 1.5);
  });
});
