import { expect } from 'chai';
import { glob } from 'node:fs/promises';
import { dirname } from 'node:path';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { readCases } from '../../../harness/cases/casesFile.ts';
import { runCase } from '../../../harness/cases/runCase.ts';

const files = (await Array.fromAsync(glob('rules/**/*.cases.yaml'))).sort();

describe('the cases that ship', () => {
  it('are there for the source documents’ handoff and for the retail bank', () => {
    expect(files).to.include('rules/source-documents/handoff.cases.yaml');
    expect(files).to.include('rules/retail-bank/handoff.cases.yaml');
  });

  for (const file of files) {
    it(`${file}: every case comes out as written`, async () => {
      const { policy } = await requirePolicy(dirname(file));
      for (const one of await readCases(file)) {
        const { differences, explanation } = runCase(one, policy);
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
