import { expect } from 'chai';
import { join } from 'node:path';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { auditFile } from '../../../harness/fairness/auditFile.ts';
import { claimOf } from '../../../harness/fairness/claim.ts';
import { fairnessText } from '../../../harness/fairness/text/textReport.ts';
import { importCallLog } from '../../../harness/import/importCallLog.ts';
import { withFolder } from '../../folder.ts';
import { needsRecordedData } from '../../recordedData.ts';

describe('the anonymous bank’s February 1999, audited', function () {
  this.timeout(120_000);

  it('is described as a record, with figures that were worked out elsewhere; no policy is judged by it', function () {
    const log = needsRecordedData(this, 'anonymous-bank-1999/february.txt.gz');
    return withFolder(async (folder) => {
      const file = join(folder, 'february.ndjson');
      const map = 'harness/import/maps/anonymous-bank-1999.map.yaml';
      await importCallLog({ file: log, map, out: file, key: 'a key for this spec only' });
      const { policy } = await requirePolicy('rules/anonymous-bank/head-start-90');
      const audit = await auditFile({
        file,
        policy,
        claim: claimOf(policy),
        stratifyBy: 'queue',
        segmentBy: 'priority',
        withinSeconds: 20,
        seed: 'spec',
        moments: 'asRecorded',
      });
      expect([audit.verdict, audit.selections]).to.deep.equal(['NOT ENOUGH DATA', 0]);
      const { answers, answeredWithin, abandonedShare, perHour, segments } = audit.record!;
      expect(answers.agents).to.equal(24);
      expect(answers.counts.gini).to.be.closeTo(0.2748, 0.00005);
      expect(answers.counts.test!.chiSquare).to.be.closeTo(6292.8, 0.05);
      expect(answers.counts.test!.df).to.equal(23);
      expect(answeredWithin.ofAnswered).to.be.closeTo(0.597, 0.0005);
      expect(answeredWithin.ofAnsweredAndAbandoned).to.be.closeTo(0.49, 0.0005);
      expect(abandonedShare).to.be.closeTo(0.179, 0.0005);

      expect(answers.counts.saysSomething).to.equal(false);
      expect(answers.counts.why).to.match(/supposes that every agent was free equally often/);
      expect(perHour!.chiSquareByHours, 'time on queue alone makes half of it').to.be.within(3000, 4000);
      expect(audit.warnings.join()).to.contain('the record does not tell who was free');
      const wait = Object.fromEntries(segments.map(({ segment, medianSeconds }) => [segment, medianSeconds]));
      expect(wait['high'], 'the head start shows').to.be.lessThan(wait['normal']!);

      const text = fairnessText(audit);
      for (const figure of [
        '0.2748 over 24 agents',
        '6,292.8 with 23 degrees of freedom',
        '0.597 of',
        '0.490 of',
        '0.179:',
      ])
        expect(text.split('The record as it is')[1]).to.contain(figure);
    });
  });
});
