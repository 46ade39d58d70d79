import { readdir, rm } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { withFolder } from '../../folder.ts';
import { DebianCluster, ran, release, skippedWithoutCluster } from './cluster.ts';
import { forward } from './forwarding.ts';
import { expectAllOnce } from './judged.ts';
import { allDone } from './killing.ts';
import { connected } from './server.ts';
import { askedIn, settle, WorkerProcess, type Fleet } from './workers.ts';

/** Two clusters, of which one follows the other and has all that is acknowledged, behind one address. */
class Pair {
  readonly #primary: DebianCluster;
  readonly #standby: DebianCluster;
  readonly #to: { readonly host: string; port: number };
  readonly #address: Server;

  static async make(version: string, name: string): Promise<Pair> {
    const primary = await DebianCluster.make(version, `${name}_one`);
    const standby = await DebianCluster.make(version, `${name}_two`);
    const pair = new Pair(primary, standby);
    try {
      await pair.#pairUp();
      return pair;
    } catch (error) {
      pair.drop();
      throw error;
    }
  }

  async #pairUp(): Promise<void> {
    const [primary, standby] = [this.#primary, this.#standby];
    await primary.start();
    for (const entry of await readdir(standby.folder))
      await rm(join(standby.folder, entry), { recursive: true });
    const copy = ['-d', primary.url, '-D', standby.folder, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'];
    await ran('runuser', '-u', 'postgres', '--', 'pg_basebackup', ...copy);
    await standby.start();
    await connected(primary.url, async (client) => {
      await client.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
      await client.query('SELECT pg_reload_conf()');
      const following = () => client.query("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
      while ((await following()).rowCount === 0) await setTimeout(50);
    });
  }

  private constructor(primary: DebianCluster, standby: DebianCluster) {
    [this.#primary, this.#standby] = [primary, standby];
    this.#to = { host: '127.0.0.1', port: primary.port };
    this.#address = forward({ host: '127.0.0.1', port: 0 }, this.#to);
  }

  get url(): string {
    const { port } = this.#address.address() as AddressInfo;
    return `postgresql://postgres@127.0.0.1:${port}/postgres`;
  }

  /** The one that is written to crashes, for good; the other takes its place. */
  async failOver(): Promise<void> {
    await this.#primary.stop('immediate');
    await this.#standby.promote();
    this.#to.port = this.#standby.port;
  }

  drop(): void {
    this.#address.close();
    this.#primary.drop();
    this.#standby.drop();
  }
}

describe('workers whose PostgreSQL is lost, and a synchronous standby promoted', function () {
  this.timeout(300_000);
  const version = release();
  let pair: Pair | undefined;
  before(async function () {
    if (version === undefined) {
      process.stdout.write(skippedWithoutCluster);
      this.skip();
    }
    pair = await Pair.make(version, `signalbox_pair_${process.pid}`);
  });
  after(() => pair?.drop());

  it('go on by themselves with the other, with everything that was acknowledged, each once', () =>
    withFolder(async (folder) => {
      const load = { shards: 4, leaseSeconds: 2, conversations: 21, everyMs: 10, actMs: 5 };
      const fleet: Fleet = { ...load, url: pair!.url, events: 250 };
      await settle(folder, fleet);
      const workers = [0, 1].map(() => new WorkerProcess(folder, fleet.url));
      try {
        while (askedIn(folder).length < 120) await setTimeout(50);
        await pair!.failOver();
        await allDone(folder, fleet, workers);
        const ends = workers.map((worker) => worker.kill('SIGTERM'));
        expect(await Promise.all(ends), workers.map(({ said }) => said).join('')).to.deep.equal([0, 0]);
      } finally {
        await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
      }
      await expectAllOnce(folder, fleet);
    }));
});
