import { expect } from 'chai';
import { join } from 'node:path';
import { yardsticks } from '../../engine/decisions/fairness/fairness.ts';
import { requirePolicy } from '../../engine/decisions/loadPolicy.ts';
import { auditFile } from '../../harness/fairness/auditFile.ts';
import { claimOf } from '../../harness/fairness/claim.ts';
import { verdicts } from '../../harness/fairness/verdict.ts';
import { plain, root, tableBelow } from './page.ts';

describe('docs/fairness.md', () => {
  const firstCells = (heading: string): string[] =>
    tableBelow('docs/fairness.md', heading).flatMap(([cell]) => plain(cell!).split(', '));

  it('names every field of the value', async () => {
    const { policy } = await requirePolicy(join(root, 'rules/retail-bank'));
    const audit = await auditFile({
      file: join(root, 'fixtures/retail-bank-day.ndjson.gz'),
      policy,
      claim: claimOf(policy),
      stratifyBy: 'queue',
      segmentBy: 'queue',
      withinSeconds: 20,
      seed: 'spec',
      moments: 'asRecorded',
      group: 'agentLanguages',
    });
    expect(firstCells('## The value, field by field').sort()).to.deep.equal(Object.keys(audit).sort());
  });

  it('names every yardstick and every verdict', () => {
    expect(firstCells('## The yardstick')).to.have.members([...yardsticks]);
    expect(firstCells('## The verdict')).to.have.members([...verdicts]);
  });
});
