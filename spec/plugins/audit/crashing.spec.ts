import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { WriteLock } from '../../../plugins/audit/writeLock.ts';
import { withFolder } from '../../folder.ts';
import { shippedTold } from './shippedTold.ts';
import {
  entriesIn,
  logNames,
  makeKey,
  opened,
  placesIn,
  settingsIn,
  signingIn,
  telling,
  toldIn,
  verified,
  write,
} from './trail.ts';

const script = resolve('spec/plugins/audit/hearing.ts');
const { signal } = new AbortController();

/** Whether nobody is in the middle of a write. */
function isFree(home: string): Promise<boolean> {
  const held = (): Promise<never> => Promise.reject(new Error('somebody is'));
  const lock = new WriteLock(placesIn(home).folder, { now: () => 0, sleep: held });
  return lock
    .hold(() => Promise.resolve())
    .then(
      () => true,
      () => false,
    )
    .finally(() => lock.close());
}

describe('an audit log after a crash', () => {
  it('goes on after the last whole entry, wherever the crash cut, says so, and loses nothing that is told again', function () {
    this.timeout(300_000);
    return withFolder(async (home) => {
      const [first, last] = [shippedTold.slice(0, 3), shippedTold.slice(3, 6)];
      await write(settingsIn(home), first, 3);
      const file = join(placesIn(home).folder, logNames(home)[0]!);
      const before = readFileSync(file);
      await write(settingsIn(home), last, 3);
      const after = readFileSync(file);
      const step = Math.ceil((after.length - before.length) / 60);
      const cuts = new Set([before.length, before.length + 1, after.length - 1, after.length]);
      for (let cut = before.length; cut < after.length; cut += step) cuts.add(cut);
      for (const cut of cuts) {
        writeFileSync(file, after);
        truncateSync(file, cut);
        const isTorn = cut > before.length && after[cut - 1] !== 10;
        expect((await verified(home)).faults.map(({ code }) => code)).to.deep.equal(
          isTorn ? ['audit-torn'] : [],
        );
        const { codes, problem } = telling();
        const trail = await opened(settingsIn(home, { problem }));
        expect(codes).to.deep.equal(isTorn ? ['audit-mended'] : []);
        await trail.hear(last, signal);
        await trail.close();
        expect(toldIn(home)).to.deep.equal([...first, ...last]);
        const { faults } = await verified(home);
        expect(faults).to.deep.equal([]);
        // The log itself tells what was cut off.
        const mended = entriesIn(home).flatMap((entry) => ('mended' in entry ? [entry.mended.bytes] : []));
        const whole = after.subarray(0, cut).lastIndexOf(10) + 1;
        expect(mended).to.deep.equal(isTorn ? [cut - whole] : []);
      }
    });
  });

  it('makes the checkpoint that the crash kept from being made', () =>
    withFolder(async (home) => {
      makeKey(home);
      const settings = settingsIn(home, { checkpoints: signingIn(home) });
      await write(settings, shippedTold.slice(0, 20));
      await write(settings, shippedTold.slice(20, 30));
      const file = join(settings.checkpoints!.folder, 'checkpoints.jsonl');
      const whole = readFileSync(file);
      const first = whole.indexOf('\n') + 1;
      for (const cut of [first, first + 1, whole.length - 1]) {
        writeFileSync(file, whole.subarray(0, cut));
        expect((await verified(home, true)).faultCount).to.be.above(0);
        const { codes, problem } = telling();
        await (await opened({ ...settings, problem })).close();
        expect(codes).to.deep.equal(cut === first ? [] : ['audit-mended']);
        const { faults, covered, last, checkpoints } = await verified(home, true);
        expect(faults).to.deep.equal([]);
        expect([covered, checkpoints]).to.deep.equal([last!.seq, 2]);
      }
    }));

  it('holds everything that was acknowledged, once and in order, however often its process is killed', function () {
    this.timeout(300_000);
    return withFolder(async (home) => {
      makeKey(home);
      let acknowledged = 0;
      for (let kills = 0; kills < 12; kills++) {
        // What was acknowledged last is told again, as after a crash before that was kept.
        const child = spawn(process.execPath, [
          script,
          home,
          'c',
          String(Math.max(0, acknowledged - 9)),
          '100000',
        ]);
        const target = 30 + 7 * kills;
        let lines = 0;
        child.stdout.on('data', (piece: Buffer) => {
          const numbers = piece.toString().trim().split('\n').map(Number);
          lines += numbers.length;
          acknowledged = Math.max(acknowledged, ...numbers);
          if (lines >= target) child.kill('SIGKILL');
        });
        await once(child, 'close');
        expect(lines).to.be.at.least(target);
        const heard = toldIn(home).map((told) => ('outcome' in told ? told.outcome.decision : ''));
        expect(heard).to.deep.equal(
          Array.from({ length: heard.length }, (_, number) => `c/skills/${number}`),
        );
        expect(heard.length).to.be.at.least(acknowledged);
      }
      const settings = settingsIn(home, { checkpoints: signingIn(home), problem: () => undefined });
      await (await opened(settings)).close();
      const { faults, files, covered, last } = await verified(home, true);
      expect(faults).to.deep.equal([]);
      expect(files).to.be.above(3);
      expect(covered).to.equal(last!.seq);
    });
  });

  it('has no half of an entry when the disk is full, and goes on when there is room', () =>
    withFolder((home) => {
      makeKey(home);
      // No file may be larger than 8 KiB: a write is cut short there, as on a disk that is full.
      const run = (limit: string) =>
        spawnSync(
          'bash',
          ['-c', `ulimit -f ${limit}; exec "$0" "$@"`, process.execPath, script, home, 'c', '0', '60'],
          { encoding: 'utf8' },
        );
      const full = run('8');
      expect(full.stderr).to.contain('audit-not-written');
      const before = toldIn(home);
      expect(before.length)
        .to.be.above(6)
        .and.equal(Number(full.stdout.trim().split('\n').at(-1)));
      const [name] = logNames(home);
      expect(readFileSync(join(placesIn(home).folder, name!), 'utf8')).to.match(/\n$/);
      const { status, stderr } = run('unlimited');
      expect([status, stderr]).to.deep.equal([0, '']);
      expect(toldIn(home)).to.have.length(60);
      return verified(home, true).then(({ faults }) => expect(faults).to.deep.equal([]));
    }));

  it('waits for the disk: there is a sync for each call, as the system counts them', function () {
    this.timeout(120_000);
    const tried = spawnSync('strace', ['-f', '--seccomp-bpf', '-c', '-o', '/dev/null', 'true']);
    if (tried.status !== 0) {
      process.stdout.write('      strace is not here, or may not trace: syncs are not counted\n');
      this.skip();
    }
    return withFolder((home) => {
      makeKey(home);
      const calls = 100;
      const { status, stderr } = spawnSync(
        'strace',
        [
          ...['-f', '--seccomp-bpf', '-c', '-U', 'calls,name', '-e', 'trace=fsync,fdatasync'],
          ...[process.execPath, script, home, 'c', '0', String(3 * calls)],
        ],
        { encoding: 'utf8' },
      );
      expect(status, stderr).to.equal(0);
      const synced = [...stderr.matchAll(/^\s*(\d+)\s+(fsync|fdatasync)$/gm)];
      const count = synced.reduce((sum, [, count]) => sum + Number(count), 0);
      expect(count, stderr).to.be.at.least(calls);
      // Each checkpoint takes two, and each file one for the folder.
      expect(count, stderr).to.be.below(calls * 2);
      return Promise.resolve();
    });
  });
});

describe('an audit log that two processes write to', () => {
  it('is one chain that holds what each was told, in its order, once', function () {
    this.timeout(120_000);
    return withFolder(async (home) => {
      makeKey(home);
      const children = ['a', 'b', 'a'].map((who) => spawn(process.execPath, [script, home, who, '0', '150']));
      const ends = await Promise.all(children.map((child) => once(child, 'close')));
      expect(ends.map(([code]) => code as number)).to.deep.equal([0, 0, 0]);
      const heard = toldIn(home).map((told) => ('outcome' in told ? told.outcome.decision : ''));
      for (const who of ['a', 'b'])
        expect(heard.filter((one) => one.startsWith(who))).to.deep.equal(
          Array.from({ length: 150 }, (_, number) => `${who}/skills/${number}`),
        );
      const { faults, covered, last } = await verified(home, true);
      expect(faults).to.deep.equal([]);
      expect(covered).to.equal(last!.seq);
    });
  });

  it('holds once what one was told that was paused, and another was told in its place meanwhile', function () {
    this.timeout(120_000);
    return withFolder(async (home) => {
      makeKey(home);
      const told = [home, 'c', '0', '600'];
      const paused = spawn(process.execPath, [script, ...told]);
      const woken = once(paused, 'close');
      await once(paused.stdout, 'data');
      for (;;) {
        paused.kill('SIGSTOP');
        if (await isFree(home)) {
          const { status, stderr } = spawnSync(process.execPath, [script, ...told], { encoding: 'utf8' });
          if (status === 0) break;
          expect(stderr).to.contain('audit-busy');
        }
        // It was stopped in the middle of a write, which nobody can take from it: let it come out.
        paused.kill('SIGCONT');
        await setTimeout(5);
      }
      expect(paused.exitCode).to.equal(null);
      paused.kill('SIGCONT');
      expect((await woken)[0]).to.equal(0);
      const heard = toldIn(home).map((one) => ('outcome' in one ? one.outcome.decision : ''));
      expect(heard).to.deep.equal(Array.from({ length: 600 }, (_, number) => `c/skills/${number}`));
      expect((await verified(home, true)).faults).to.deep.equal([]);
    });
  });

  it('can be verified while it is written', function () {
    this.timeout(120_000);
    return withFolder(async (home) => {
      makeKey(home);
      const child = spawn(process.execPath, [script, home, 'c', '0', '3000']);
      await once(child.stdout, 'data');
      const closed = once(child, 'close');
      let looks = 0;
      while (child.exitCode === null) {
        const { faults } = await verified(home, true);
        expect(faults).to.deep.equal([]);
        looks++;
      }
      await closed;
      expect(looks).to.be.above(1);
      expect((await verified(home, true)).faults).to.deep.equal([]);
    });
  });
});
