import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FairnessAudit } from '../../harness/fairness/result.ts';
import { withFolder } from '../folder.ts';
import { signalbox } from '../signalbox.ts';
import { expectPlainOutput, sideBySide } from './refusal.ts';

const args = ['fairness', 'fixtures/retail-bank-day.ndjson.gz', '--rules', 'rules/retail-bank'];

describe('signalbox fairness', () => {
  it('exits by its verdict: 0 for FAIR, 1 for UNFAIR and for want of data, unless that is allowed', async () => {
    const runs = await sideBySide(
      [
        args,
        [...args, '--allow-not-enough-data'],
        [...args, '--yardstick', 'uniformAmongEligible', '--allow-not-enough-data', '--format', 'json'],
        [...args, '--yardstick', 'uniformAmongEligible', '--effect-size', '1.5', '--by', 'hour'],
      ],
      (one) => signalbox(one),
    );
    for (const run of runs) expectPlainOutput(run);
    expect(runs.map(({ code }) => code)).to.deep.equal([1, 0, 1, 0]);
    expect(runs[0]!.stdout).to.contain('\nVerdict: NOT ENOUGH DATA\n');
    const audit = JSON.parse(runs[2]!.stdout) as FairnessAudit;
    expect(audit.verdict).to.equal('UNFAIR');
    expect(audit.claim.overruled).to.deep.equal(['yardstick']);
    expect(runs[3]!.stdout).to.contain('\nVerdict: FAIR\n').and.to.contain(' h UTC ');
  });

  it('takes groups from a file, and refuses what is none in one line', () =>
    withFolder(async (folder) => {
      const [sites, wrong] = [join(folder, 'sites.csv'), join(folder, 'wrong.csv')];
      const agents = Array.from({ length: 36 }, (_, k) => `agent-${String(k + 1).padStart(2, '0')}`);
      await writeFile(
        sites,
        `agent,group\n${agents.map((agent, k) => `${agent},${k % 2 === 0 ? 'north' : 'south'}\n`).join('')}`,
      );
      await writeFile(wrong, 'agent;group\n');
      const [good, bad] = await sideBySide([sites, wrong], (group) => signalbox([...args, '--group', group]));
      expect(good!.stdout).to.match(/Groups by .*sites\.csv: /);
      expect(good!.stdout).to.match(/impact ratio +0\.\d{3} \(/);
      expect([bad!.code, bad!.stderr]).to.deep.equal([
        2,
        `${wrong}:1: error: the first line does not name the columns agent and group → begin with the line: agent,group [no-groups]\n`,
      ]);
    }));
});
