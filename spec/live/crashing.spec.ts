import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { nationalBankWith } from '../commands/liveDay.ts';
import { crash, withFastFolder } from './crashing.ts';
import { killedDay } from './killedDay.ts';

/** Of every kind of durable step, and of every receiver, some. */
const points = [
  ...['after commit: accepted', 'within commit: decided', 'before commit: commanded', 'within commit: tried'],
  ...['after commit: tried', 'before commit: ended', 'after commit: ended', 'before commit: heard'],
  ...['sent call: crm', 'answered call: webhook'],
];

describe('an engine that is killed', function () {
  this.timeout(240_000);

  it('loses nothing and does nothing twice: a dozen kills in a quarter of an hour, with faults on', async () => {
    const { found, kills, notReached, figures } = await crash({
      ...{ org: nationalBankWith(0.3), seed: 7, fromHour: 10, hours: 0.25 },
      ...{ kills: 12, points, faults: 20 },
    });
    expect(found, figures).to.deep.equal({});
    expect(notReached, figures).to.deep.equal([]);
    expect(kills, figures).to.have.length(12);
  });

  it('had waited for the disk: there is an fsync of its store for each commit, as the system counts them', function () {
    if (spawnSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true']).status !== 0) {
      process.stdout.write('      strace is not here, or may not trace: fsyncs are not counted\n');
      this.skip();
    }
    return withFastFolder(async (folder) => {
      const traced = join(folder, 'fsyncs');
      // With a filter in the kernel, so that it stops at nothing else.
      const calls = [
        '-f',
        '--seccomp-bpf',
        '-y',
        '-o',
        traced,
        '-e',
        'trace=fsync,fdatasync',
        '-e',
        'signal=none',
      ];
      const commits = await killedDay(
        {
          ...{ org: nationalBankWith(0.3), seed: 7, fromHour: 10, hours: 0.05, folder },
          ...{ kills: [], faults: [], mishap: () => 'none', under: ['strace', ...calls] },
        },
        (day) => Promise.resolve(day.commits),
      );
      const synced = (await readFile(traced, 'utf8')).match(/f(data)?sync\(\d+<[^>]*store\.db-wal>\)/g) ?? [];
      expect(commits).to.be.above(100);
      expect(synced.length).to.be.at.least(commits);
      // Renewing the lease and pruning commit too; moving the log into the file takes some.
      expect(synced.length).to.be.below(1.2 * commits + 50);
    });
  });
});
