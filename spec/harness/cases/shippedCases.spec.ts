import { expect } from 'chai';
import { glob, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadPolicy, requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { casesFile, policyName } from '../../../engine/packs/folder.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import { hasErrors } from '../../../engine/problem.ts';
import type { Case } from '../../../harness/cases/case.ts';
import { casesBeside } from '../../../harness/cases/casesBeside.ts';
import { readCases } from '../../../harness/cases/casesFile.ts';
import { CaseRunner, runCase } from '../../../harness/cases/runCase.ts';

const files = (await Array.fromAsync(glob('rules/**/*.cases.yaml'))).sort();

describe('the cases that ship', () => {
  it('are there for the source documents’ handoff and for the retail bank', () => {
    expect(files).to.include('rules/source-documents/handoff.cases.yaml');
    expect(files).to.include('rules/retail-bank/handoff.cases.yaml');
  });

  for (const folder of new Set(files.map(dirname))) {
    it(`${folder}: every case comes out as written`, async () => {
      const { policy } = await requirePolicy(folder);
      const { casesFiles, problems } = await casesBeside(folder, policy);
      expect(problems).to.deep.equal([]);
      const runner = new CaseRunner(policy);
      for (const one of casesFiles.flatMap(({ cases }) => cases)) {
        const { differences, explanation } = runner.run(one);
        expect(differences, `${one.name}\n${explanation.join('\n')}`).to.deep.equal([]);
      }
    });
  }

  it('fail when the policy is another', async () => {
    const { policy } = await requirePolicy('rules/retail-bank');
    const [angry] = await readCases('rules/source-documents/handoff.cases.yaml');
    const { passed, differences } = runCase(angry!, policy);
    expect(passed).to.equal(false);
    expect(differences.map(({ field }) => field)).to.include('decidedBy');
  });
});

/** Numbers that no case of one conversation shows: what is published, and what cannot be told to the last digit. */
const unseen = [/maxAgeSeconds/, /cooldownSeconds/, /bucket/];

describe('a number that is changed in a policy that ships', () => {
  for (const folder of ['rules/retail-bank', 'rules/digital-channels', 'rules/source-documents']) {
    it(`${folder}: is noticed by a case`, async function () {
      this.timeout(60_000);
      const names = (await readdir(folder)).filter((name) => /\.yaml$/.test(name) && !casesFile.test(name));
      const texts = await Promise.all(
        names.map(async (name) => ({
          file: join(folder, name),
          text: await readFile(join(folder, name), 'utf8'),
        })),
      );
      const { policy } = await requirePolicy(folder);
      const { casesFiles } = await casesBeside(folder, policy);
      const cases = casesFiles.flatMap((file) => file.cases);
      let tried = 0;
      const unnoticed: string[] = [];
      for (const { file, text } of texts)
        for (const { line, changed } of changedNumbers(text)) {
          const sources = texts.map((one) => ({
            file: one.file,
            bytes: new TextEncoder().encode(one.file === file ? changed : one.text),
          }));
          const { policy: other, problems } = loadPolicy(policyName(folder), sources);
          if (hasErrors(problems) || other.hash === policy.hash) continue;
          tried++;
          if (!isNoticed(cases, other)) unnoticed.push(`${file}: ${line}`);
        }
      expect(unnoticed).to.deep.equal([]);
      expect(tried).to.be.above(1);
    });
  }
});

/** The text with each of its numbers changed, one at a time: by a twentieth, but whole ones by one. */
function* changedNumbers(text: string): Generator<{ line: string; changed: string }> {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (unseen.some((pattern) => pattern.test(line))) continue;
    for (const match of line
      .replace(/#.*/, '')
      .matchAll(/(?<=[:[,] ?[+-]?)(\d+(?:\.\d+)?)(?=[,\]} smh]|$)/g)) {
      const number = Number(match[1]);
      const other = match[1]!.includes('.') ? (number * 1.05).toFixed(4) : String(number + 1);
      const changed = `${line.slice(0, match.index)}${other}${line.slice(match.index + match[1]!.length)}`;
      yield { line: changed.trim(), changed: lines.with(index, changed).join('\n') };
    }
  }
}

function isNoticed(cases: readonly Case[], policy: Policy): boolean {
  const runner = new CaseRunner(policy);
  return cases.some((one) => !runner.run(one).passed);
}
