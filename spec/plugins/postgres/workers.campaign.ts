import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { withFolder } from '../../folder.ts';
import { forward } from './forwarding.ts';
import { expectAllOnce } from './judged.ts';
import { alive, allDone, killAgainAndAgain, tell } from './killing.ts';
import { useDatabase } from './server.ts';
import { askedIn, settle, WorkerProcess, type Fleet } from './workers.ts';

const load = { shards: 6, leaseSeconds: 3, conversations: 97, everyMs: 5, actMs: 5 };

/** Runs a program; to be looked at by its exit code. */
const ran = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

describe('workers that share a store on PostgreSQL, for longer', function () {
  this.timeout(900_000);
  const database = useDatabase();

  it('three, killed at any time for five minutes, now one, now two, now all: nothing lost, nothing twice, nothing out of order', () =>
    withFolder(async (folder) => {
      const seed = Number(process.env['SIGNALBOX_SEED'] ?? 20261121);
      const fleet: Fleet = {
        ...load,
        url: database.url,
        events: 10_000,
        everyMs: 30,
        from: Date.now(),
        actMs: 50,
      };
      await settle(folder, fleet);
      const killing = { times: 150, everyMs: 2_000, most: 3, seed } as const;
      const killed = await killAgainAndAgain(folder, fleet, killing);
      tell(seed, fleet, killed, await expectAllOnce(folder, fleet));
      expect(killed.atWork, 'killed at work').to.be.above(75);
    }));
});

describe('a worker on a host of its own', function () {
  this.timeout(300_000);
  const database = useDatabase();
  const name = 'sbspec';

  before(function () {
    if (ran('ip', 'netns', 'add', name) && ran('ip', '-n', name, 'link', 'set', 'lo', 'up')) return;
    process.stdout.write('      skipped: network namespaces are made by `ip netns`, as root\n');
    this.skip();
  });
  after(() => void ran('ip', 'netns', 'delete', name));

  it('stops acting before its lease ends when it is cut off from the database; healed, it goes on with the others', () =>
    withFolder(async (folder) => {
      // Its network has a loopback of its own; a socket of the file system leads from there to the server.
      const server = new URL(database.url);
      const socket = join(folder, 'postgres.sock');
      const way = forward({ path: socket }, { host: '127.0.0.1', port: Number(server.port || 5432) });
      const within = ['ip', 'netns', 'exec', name];
      const script = resolve('spec/plugins/postgres/forwarding.ts');
      const out = spawn(within[0]!, [...within.slice(1), process.execPath, script, '5432', socket]);
      const leaseSeconds = 4;
      const fleet: Fleet = {
        ...{ ...load, url: database.url, events: 2_000, leaseSeconds },
        ...{ actMs: 400, everyMs: 20 },
      };
      await settle(folder, fleet);
      const far = new URL(database.url);
      far.port = '5432';
      const near = new WorkerProcess(folder, database.url);
      const cutOff = new WorkerProcess(folder, far.href, within);
      const by = (pid: number) => askedIn(folder).filter(({ process }) => process === pid);
      try {
        const both = [near, cutOff];
        while (both.some(({ pid }) => by(pid).length < 20)) await alive(both, 100);
        ran('ip', '-n', name, 'link', 'set', 'lo', 'down');
        const cutAt = Date.now();
        await setTimeout(2.5 * leaseSeconds * 1000);
        const last = Math.max(...by(cutOff.pid).map(({ at }) => at));
        // What was under way is done or given up before anybody else may do it.
        expect(last - cutAt).to.be.below(leaseSeconds * 1000);
        const taken = by(near.pid).filter(
          ({ at, step }) => at > cutAt + leaseSeconds * 1000 && step === 'begun',
        );
        expect(taken.length, 'the other goes on').to.be.above(10);
        const before = by(cutOff.pid).length;
        ran('ip', '-n', name, 'link', 'set', 'lo', 'up');
        while (by(cutOff.pid).length === before) await alive(both, 100);
        await allDone(folder, fleet, both);
        await Promise.all([near.kill('SIGTERM'), cutOff.kill('SIGTERM')]);
      } finally {
        await Promise.all([near.kill('SIGKILL'), cutOff.kill('SIGKILL')]);
        out.kill('SIGKILL');
        way.close();
      }
      await expectAllOnce(folder, fleet);
    }));
});
