import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { withFolder } from '../../folder.ts';
import { useCluster } from './cluster.ts';
import { expectAllOnce } from './judged.ts';
import { allDone, killAgainAndAgain } from './killing.ts';
import { useDatabase } from './server.ts';
import { askedIn, settle, WorkerProcess, type Fleet } from './workers.ts';

const load = { shards: 4, leaseSeconds: 2, conversations: 21, everyMs: 10, actMs: 5 };

describe('workers that share a store on PostgreSQL', function () {
  this.timeout(300_000);
  const database = useDatabase();

  it('lose nothing and do nothing twice or out of order, killed again and again', () =>
    withFolder(async (folder) => {
      const fleet: Fleet = { ...load, url: database.url, events: 300 };
      await settle(folder, fleet);
      const killed = await killAgainAndAgain(folder, fleet, { kills: 4, everyMs: 500, seed: 20261121 });
      const { workers } = await expectAllOnce(folder, fleet);
      expect(killed, 'killed at work').to.equal(4);
      expect(workers).to.be.above(3);
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
