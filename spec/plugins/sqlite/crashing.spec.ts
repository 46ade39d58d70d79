import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { systemClock } from '../../../composition/systemClock.ts';
import type { SqliteStore } from '../../../plugins/sqlite/sqliteStore.ts';
import { committing, expectWhole } from '../numberedCommits.ts';
import { openStore, withFile } from './opening.ts';

const script = resolve('spec/plugins/sqlite/committing.ts');

describe('a store on SQLite whose process is killed', function () {
  this.timeout(300_000);
  const kills = Number(process.env['SIGNALBOX_KILLS'] ?? 25);

  it(`has everything that was acknowledged and nothing half, ${kills} times in a row`, () =>
    withFile(async (file) => {
      let [last, killedAtWork] = [0, 0];
      for (let kill = 0; kill < kills; kill++) {
        const run = committing(script, file, 1e9);
        // Some at once, which may be while it opens the file; most after a few commits, anywhere between two.
        const until = last + 1 + ((kill * 7) % 11);
        if (kill % 6 === 5) await setTimeout(150 + 10 * kill);
        else while (run.acknowledged() < until && run.child.exitCode === null) await setTimeout(kill % 4);
        run.child.kill('SIGKILL');
        expect(await run.closed, run.stderr()).to.equal(null);
        const acknowledged = Math.max(last, run.acknowledged());
        if (acknowledged > last) killedAtWork++;
        const store = openStore(file, { clock: systemClock });
        last = await expectWhole(store);
        expect(last).to.be.within(acknowledged, acknowledged + 1);
        store.close();
      }
      expect(killedAtWork).to.be.above(kills / 2);
    }));

  it('is another’s once it has been paused for longer than its lease; when it wakes, it is told and writes nothing', () =>
    withFile(async (file) => {
      const run = committing(script, file, 1e9, 1, 20);
      while (run.acknowledged() < 5 && run.child.exitCode === null) await setTimeout(1);
      const early = (): SqliteStore => openStore(file, { clock: systemClock, busySeconds: 0.05 });
      expect(early).to.throw(/\[store-in-use\]/);
      run.child.kill('SIGSTOP');
      let store: SqliteStore | undefined;
      while (store === undefined) {
        await setTimeout(50);
        try {
          store = early();
        } catch (error) {
          if (String(error).includes('[store-in-use]')) continue;
          // It was stopped inside a transaction, which nobody can take from it: let it come out.
          expect(String(error)).to.contain('[store-busy]');
          run.child.kill('SIGCONT');
          await setTimeout(5);
          run.child.kill('SIGSTOP');
        }
      }
      const last = await expectWhole(store);
      run.child.kill('SIGCONT');
      expect(await run.closed).to.equal(3);
      expect(run.stderr())
        .to.contain('another instance has taken the store over')
        .and.contain('[store-fenced]');
      expect(run.acknowledged()).to.be.within(last - 1, last);
      expect(await expectWhole(store)).to.equal(last);
      store.close();
    }));
});

describe('a commit to a store on SQLite', () => {
  it('waits for the disk: there is an fsync for each, as the system counts them', function () {
    this.timeout(120_000);
    const tried = spawnSync('strace', ['-f', '--seccomp-bpf', '-c', '-o', '/dev/null', 'true']);
    if (tried.status !== 0) {
      process.stdout.write('      strace is not here, or may not trace: fsyncs are not counted\n');
      this.skip();
    }
    return withFile((file) => {
      const commits = 200;
      const { status, stderr } = spawnSync(
        'strace',
        [
          ...['-f', '--seccomp-bpf', '-c', '-U', 'calls,name', '-e', 'trace=fsync,fdatasync'],
          ...[process.execPath, script, file, String(commits)],
        ],
        { encoding: 'utf8' },
      );
      expect(status, stderr).to.equal(0);
      const synced = [...stderr.matchAll(/^\s*(\d+)\s+(fsync|fdatasync)$/gm)];
      const calls = synced.reduce((sum, [, count]) => sum + Number(count), 0);
      expect(calls, stderr).to.be.at.least(commits);
      // Opening, closing and moving the log into the file take some, not one for each commit again.
      expect(calls, stderr).to.be.below(commits * 1.2);
      return Promise.resolve();
    });
  });
});
