import { expect } from 'chai';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckResult } from '../../harness/check/runCheck.ts';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';
import { expectPlainOutput, expectRefused, sideBySide } from './refusal.ts';

describe('signalbox check', () => {
  it('ends with 0 where all is well, 1 where a case fails, 2 where something cannot be read', function () {
    this.timeout(60_000);
    return withFolder(async (folder) => {
      const [broken, unreadable] = [join(folder, 'broken'), join(folder, 'unreadable')];
      await cp('rules/retail-bank', broken, { recursive: true });
      await cp('rules/retail-bank', unreadable, { recursive: true });
      const handoff = join(broken, 'handoff.yaml');
      const text = await readFile(handoff, 'utf8');
      await writeFile(
        handoff,
        text.replace('operator: lessThan, value: 0.3', 'operator: lessThan, value: 0.2'),
      );
      const cases = join(unreadable, 'handoff.cases.yaml');
      await writeFile(cases, (await readFile(cases, 'utf8')).replace('bad-mood', 'bad-mod'));
      const [fine, failed, refused] = await sideBySide(
        [
          ['check', 'rules/retail-bank', '--recording', 'fixtures/retail-bank-day.ndjson.gz'],
          ['check', broken, '--format', 'json'],
          ['check', unreadable],
        ],
        (args) => signalbox(args),
      );
      expect(fine!.code, fine!.stderr).to.equal(0);
      expect(fine!.stdout).to.contain('✓ coverage: ');
      expect(fine!.stderr).to.equal('');
      expectPlainOutput(fine!);

      expect(failed!.code, failed!.stderr).to.equal(1);
      const result = JSON.parse(failed!.stdout) as CheckResult;
      expect(result.passed).to.equal(false);
      const { failures } = result.policies[0]!.sections.find(({ name }) => name === 'cases')!;
      expect(failures[0]).to.include({ code: 'case-failed', file: join(broken, 'handoff.cases.yaml') });
      expect(failures.map(({ rule }) => rule)).to.include('how bad a mood is bad: 0.29');

      expectRefused(refused!, 'unknown-value', 'did you mean "bad-mood"?');
    });
  });
});
