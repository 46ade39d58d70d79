import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requirePolicy } from '../../engine/decisions/loadPolicy.ts';
import { readCasesFiles } from '../../harness/cases/casesBeside.ts';
import { CaseRunner } from '../../harness/cases/runCase.ts';
import { casesSchema, givenFields } from '../../harness/cases/schema.ts';
import { withFolder } from '../folder.ts';
import { blocksOf, plain, root, tableBelow } from './page.ts';

describe('docs/cases.md', () => {
  const named = (heading: string): string[] =>
    tableBelow('docs/cases.md', heading).map(([cell]) => plain(cell!));

  it('names every field that may be given, and every one that may be expected', () => {
    expect(named('## What is given').sort()).to.deep.equal([...givenFields].sort());
    const expected = Object.keys(casesSchema.properties.cases.items.properties.expect.properties);
    expect(['point', ...named('## What is expected')].sort()).to.deep.equal(expected.sort());
  });

  it('shows cases that the retail bank’s policy passes', async () => {
    const { policy } = await requirePolicy(join(root, 'rules/retail-bank'));
    const shown = blocksOf('docs/cases.md').filter(({ text }) => text.includes('kind: Cases'));
    expect(shown).to.have.length(2);
    await withFolder(async (folder) => {
      for (const [index, { text }] of shown.entries()) {
        const file = join(folder, `${index}.cases.yaml`);
        await writeFile(file, text);
        const { casesFiles, problems } = await readCasesFiles([file], policy);
        expect(problems).to.deep.equal([]);
        const runner = new CaseRunner(policy);
        for (const one of casesFiles.flatMap(({ cases }) => cases))
          expect(runner.run(one).differences, one.name).to.deep.equal([]);
      }
    });
  });
});
