import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import type { StoreSize } from '../../engine/store.ts';
import { openStore } from '../plugins/sqlite/opening.ts';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';
import { expectPlainOutput, expectRefused } from './refusal.ts';

const configuration = (plugins: string): string => `apiVersion: signalbox/v1
kind: Configuration
policy: ${resolve('rules/retail-bank')}
runtime: { moments: asRecorded }
plugins:
  - plugin: recording
    configuration: { file: ${resolve('fixtures/retail-bank-day.ndjson.gz')}, timesFaster: 1e12 }
${plugins}`;
const onSqlite = configuration('  - { plugin: sqlite, configuration: { file: store.db } }\n');

type Report = StoreSize & { readonly file: string };
const rowsOf = (report: Report): Record<string, number> =>
  Object.fromEntries(report.tables.map(({ table, rows }) => [table, rows]));

/** An older copy, as far as its first bytes tell. */
const before = 'SQLite format 3\0, and what was there before';

describe('signalbox backup', function () {
  this.timeout(120_000);

  it('copies a store while a run writes to it: whole, sound, as it stood at one moment', () =>
    withFolder(async (cwd) => {
      writeFileSync(join(cwd, 'signalbox.yaml'), onSqlite);
      const run = spawn(process.execPath, [resolve('signalbox.ts'), 'run'], { cwd });
      const closed = new Promise((done) => run.on('close', done));
      while (!existsSync(join(cwd, 'store.db-wal')) && run.exitCode === null) await setTimeout(5);
      const copies: number[] = [];
      while (run.exitCode === null && copies.length < 3) {
        const out = `copy-${copies.length}.db`;
        const backup = await signalbox(['backup', '--out', out, '--format', 'json'], { cwd });
        if (backup.code !== 0) {
          // The run has not made its tables yet.
          expect(backup.stderr).to.contain('nothing has run on it yet');
          continue;
        }
        const rows = rowsOf(JSON.parse(backup.stdout) as Report);
        expect(statSync(join(cwd, out)).mode & 0o777).to.equal(0o600);
        const store = openStore(join(cwd, out));
        const { position, decision } = await store.counters();
        // Each event is in one place, and each decision there: nothing of a commit is missing.
        const ofPolicies = (await store.policies()) === undefined ? 0 : 1;
        expect(rows['inbox']! + rows['journal']! - ofPolicies).to.equal(position);
        expect(rows['decision']).to.equal(decision);
        store.close();
        copies.push(position);
      }
      run.kill('SIGKILL');
      await closed;
      expect(copies).to.have.length(3);
      expect(copies).to.deep.equal([...copies].sort((a, b) => a - b));
      // What the killed run had in its log only is in a copy as well.
      const last = await signalbox(['backup', '--out', 'last.db', '--format', 'json'], { cwd });
      expect(last.code, last.stderr).to.equal(0);
      const store = openStore(join(cwd, 'store.db'));
      expect(rowsOf(JSON.parse(last.stdout) as Report)['decision']).to.equal(
        (await store.counters()).decision,
      );
      store.close();
    }));

  it('prints how large each table is, and what a decision takes', () =>
    withFolder(async (cwd) => {
      writeFileSync(join(cwd, 'signalbox.yaml'), onSqlite.replace(', timesFaster: 1e12', ''));
      expect((await signalbox(['run'], { cwd })).code).to.equal(0);
      const backup = await signalbox(['backup', '--out', 'copy.db'], { cwd });
      expectPlainOutput(backup);
      expect(backup.code, backup.stderr).to.equal(0);
      expect(backup.stdout).to.match(
        /^copy\.db: [\d,]+ bytes, sound, version 5\.\n\ntable +rows +bytes +bytes each\n/,
      );
      expect(backup.stdout)
        .to.match(/^journal +10,302 /m)
        .and.match(/^decision +5,062 /m);
      expect(backup.stdout).to.match(/\n[\d,]+ bytes a decision, with all that is kept beside it\.\n$/);
      const bytes = /: ([\d,]+) bytes/.exec(backup.stdout)![1]!.replaceAll(',', '');
      expect(statSync(join(cwd, 'copy.db')).size).to.equal(Number(bytes));
    }));

  const wrong: Readonly<
    Record<
      string,
      readonly [yaml: string, out: string, code: string, says: string, prepare?: (cwd: string) => void]
    >
  > = {
    'a configuration without a store of its own': [
      configuration(''),
      'copy.db',
      'no-backup',
      'list the plugin sqlite',
    ],
    'a store that is not there yet': [onSqlite, 'copy.db', 'no-such-file', 'there is no store yet'],
    'no folder to write into': [
      onSqlite,
      'none/copy.db',
      'no-such-folder',
      'make it first',
      (cwd) => openStore(join(cwd, 'store.db')).close(),
    ],
    'its own file to write to': [
      onSqlite,
      'store.db',
      'same-file',
      'give it another name',
      (cwd) => openStore(join(cwd, 'store.db')).close(),
    ],
    'its own configuration to write to': [
      onSqlite,
      'signalbox.yaml',
      'same-file',
      'give it another name',
      (cwd) => openStore(join(cwd, 'store.db')).close(),
    ],
    'the log of its own store to write to': [
      onSqlite,
      'store.db-wal',
      'same-file',
      'give it another name',
      (cwd) => {
        openStore(join(cwd, 'store.db')).close();
        writeFileSync(join(cwd, 'store.db-wal'), '');
      },
    ],
    'a file that is no copy': [
      onSqlite,
      'notes.txt',
      'not-a-backup',
      'give it another name',
      (cwd) => {
        openStore(join(cwd, 'store.db')).close();
        writeFileSync(join(cwd, 'notes.txt'), 'what somebody wrote');
      },
    ],
    'another program’s file': [
      onSqlite,
      'copy.db',
      'not-a-store',
      'no store of Signalbox',
      (cwd) =>
        writeFileSync(
          join(cwd, 'store.db'),
          'nothing of the kind, and long enough to be looked at. '.repeat(9),
        ),
    ],
    'a damaged store': [
      onSqlite,
      'copy.db',
      'store-damaged',
      'restore the last good backup',
      (cwd) => {
        openStore(join(cwd, 'store.db')).close();
        truncateSync(join(cwd, 'store.db'), 4096 * 3);
      },
    ],
  };
  for (const [name, [yaml, out, code, says, prepare]] of Object.entries(wrong)) {
    it(`refuses ${name}, and leaves what was there`, () =>
      withFolder(async (cwd) => {
        writeFileSync(join(cwd, 'signalbox.yaml'), yaml);
        writeFileSync(join(cwd, 'copy.db'), before);
        prepare?.(cwd);
        expectRefused(await signalbox(['backup', '--out', out], { cwd }), code, says);
        expect(readFileSync(join(cwd, 'copy.db'), 'utf8')).to.equal(before);
        expect(readdirSync(cwd).filter((one) => one.includes('.tmp'))).to.deep.equal([]);
      }));
  }
});
