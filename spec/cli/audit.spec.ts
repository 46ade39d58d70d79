import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import type { Verified } from '../../plugins/audit/verify/verify.ts';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';
import { expectPlainOutput, expectRefused } from './refusal.ts';

const configuration = (checkpoints: string): string => `apiVersion: signalbox/v1
kind: Configuration
policy: ${resolve('rules/retail-bank')}
runtime: { moments: asRecorded }
plugins:
  - plugin: recording
    configuration: { file: ${resolve('fixtures/retail-bank-day.ndjson.gz')} }
  - { plugin: rehearsal, configuration: { show: false } }
  - plugin: audit
    configuration: { folder: audit, fileBytes: 5000000${checkpoints} }
`;
const signing = ', checkpoints: { keyFile: audit.key, folder: elsewhere }';
const checked = ['--checkpoints', 'elsewhere', '--public-key', 'audit.key.pub'];

/** Changes one letter in the middle of a file. */
function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  writeFileSync(file, bytes);
}

describe('signalbox audit', function () {
  this.timeout(120_000);

  it('makes a key, a run signs what it writes by it, and verify finds one letter that was changed', () =>
    withFolder(async (cwd) => {
      const made = await signalbox(['audit', 'key', '--out', 'audit.key'], { cwd });
      expectPlainOutput(made);
      expect(made.code, made.stderr).to.equal(0);
      expect(made.stdout).not.to.contain('PRIVATE KEY');
      expect(statSync(join(cwd, 'audit.key')).mode & 0o777).to.equal(0o600);
      writeFileSync(join(cwd, 'signalbox.yaml'), configuration(signing));
      const run = await signalbox(['run', '--format', 'json'], { cwd });
      expect(run.code, run.stderr).to.equal(0);
      const { decisions } = JSON.parse(run.stdout) as { readonly decisions: number };

      const right = await signalbox(['audit', 'verify', 'audit', ...checked], { cwd });
      expectPlainOutput(right);
      expect(right.code, right.stdout).to.equal(0);
      expect(right.stdout)
        .to.contain('signatures checked')
        .and.contain('✓ Every entry is as it was written, and in its place.');
      const json = await signalbox(['audit', 'verify', 'audit', ...checked, '--format', 'json'], { cwd });
      const verified = JSON.parse(json.stdout) as Verified;
      expect(verified.files).to.be.above(1);
      expect(verified.entries).to.be.above(decisions);
      expect(verified.covered).to.equal(verified.last!.seq);

      const unchecked = await signalbox(['audit', 'verify', 'audit', '--checkpoints', 'elsewhere'], { cwd });
      expect(unchecked.code).to.equal(0);
      expect(unchecked.stdout).to.contain('signatures not checked (--public-key): who changed');
      const without = await signalbox(['audit', 'verify', 'audit'], { cwd });
      expect(without.code).to.equal(1);
      expect(without.stdout).to.contain('where they lie elsewhere, name their folder');

      const name = readdirSync(join(cwd, 'audit')).filter((one) => one.endsWith('.jsonl'))[0]!;
      flip(join(cwd, 'audit', name));
      const wrong = await signalbox(['audit', 'verify', 'audit', ...checked], { cwd });
      expectPlainOutput(wrong);
      expect(wrong.code).to.equal(1);
      expect(wrong.stdout)
        .to.match(
          new RegExp(`audit/${name}:\\d+: error: entry [\\d]+ is not as it was written \\[audit-altered\\]`),
        )
        .and.contain('✗ 1 fault.');
    }));

  it('says what cannot be seen where nothing is signed', () =>
    withFolder(async (cwd) => {
      writeFileSync(join(cwd, 'signalbox.yaml'), configuration(''));
      expect((await signalbox(['run'], { cwd })).code).to.equal(0);
      const verified = await signalbox(['audit', 'verify', 'audit'], { cwd });
      expect(verified.code, verified.stdout).to.equal(0);
      expect(verified.stdout).to.contain('No checkpoints: entries that were cut off the end');
    }));

  it('replaces no key, and leaves no private one where the public one cannot be written', () =>
    withFolder(async (cwd) => {
      writeFileSync(join(cwd, 'a.key.pub'), 'mine');
      expectRefused(
        await signalbox(['audit', 'key', '--out', 'a.key'], { cwd }),
        'key-exists',
        'another name',
      );
      expect(readdirSync(cwd)).to.deep.equal(['a.key.pub']);
      const nowhere = await signalbox(['audit', 'key', '--out', 'none/a.key'], { cwd });
      expectRefused(nowhere, 'not-written', 'does its folder exist');
    }));

  it('refuses what it cannot verify, in words', () =>
    withFolder(async (cwd) => {
      const verify = (...args: readonly string[]) => signalbox(['audit', 'verify', ...args], { cwd });
      expectRefused(await verify('none'), 'no-log', 'there is no such folder');
      expectRefused(await verify('.'), 'no-log', 'there is no log in this folder');
      writeFileSync(join(cwd, 'file'), '');
      expectRefused(await verify('file'), 'not-readable', 'name the folder of the log');
      expectRefused(await verify('.', '--from', '0'), 'bad-number', 'a whole number from 1');
      expect((await signalbox(['audit', 'key', '--out', 'a.key'], { cwd })).code).to.equal(0);
      expectRefused(await verify('.', '--public-key', 'a.key'), 'no-key', 'ends in .pub');
      expectRefused(await verify('.', '--public-key', 'b.key'), 'no-key', 'cannot be read');
    }));
});
