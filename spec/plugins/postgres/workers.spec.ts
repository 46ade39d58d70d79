import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { withFolder } from '../../folder.ts';
import { useCluster } from './cluster.ts';
import { expectAllOnce } from './judged.ts';
import { allDone, killAgainAndAgain, tell } from './killing.ts';
import { useDatabase } from './server.ts';
import { askedIn, settle, WorkerProcess, type Fleet } from './workers.ts';

const load = { shards: 4, leaseSeconds: 2, conversations: 21, everyMs: 10, actMs: 5 };

describe('workers that share a store on PostgreSQL', function () {
  this.timeout(300_000);
  const database = useDatabase();

  it('three, one killed every second for a minute under load: nothing lost, nothing twice, nothing out of order', () =>
    withFolder(async (folder) => {
      const seed = Number(process.env['SIGNALBOX_SEED'] ?? 20261121);
      // Events happen for as long as workers are killed, and a little longer.
      const paced = { events: 3_200, everyMs: 20, from: Date.now() };
      // A lease as it is by default: nobody waits for that of a process which has ended.
      const fleet: Fleet = {
        ...load,
        ...paced,
        url: database.url,
        leaseSeconds: 15,
        conversations: 97,
        actMs: 50,
      };
      await settle(folder, fleet);
      const killing = { times: 60, everyMs: 1_000, most: 1, seed } as const;
      const killed = await killAgainAndAgain(folder, fleet, killing);
      tell(seed, fleet, killed, await expectAllOnce(folder, fleet));
      expect(killed.kills).to.equal(60);
      // Were nobody at work by the next kill, nothing would be shown.
      expect(killed.atWork, 'killed at work').to.be.above(15);
    }));
});

describe('workers whose PostgreSQL is stopped and started', function () {
  this.timeout(300_000);
  const cluster = useCluster();

  it('go on by themselves, with nothing lost', () =>
    withFolder(async (folder) => {
      const fleet: Fleet = { ...load, url: cluster.url, events: 250 };
      await settle(folder, fleet);
      const workers = [0, 1].map(() => new WorkerProcess(folder, fleet.url));
      try {
        for (const [mode, awayMs] of [
          ['immediate', 0],
          ['fast', 3_000],
        ] as const) {
          const from = askedIn(folder).length;
          while (askedIn(folder).length < from + 60) await setTimeout(50);
          await cluster.stop(mode);
          await setTimeout(awayMs);
          await cluster.start();
        }
        await allDone(folder, fleet, workers);
        const ends = workers.map((worker) => worker.kill('SIGTERM'));
        expect(await Promise.all(ends), workers.map(({ said }) => said).join('')).to.deep.equal([0, 0]);
      } finally {
        await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
      }
      await expectAllOnce(folder, fleet);
    }));
});
