import { expect } from 'chai';
import { join } from 'node:path';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import { importCallLog } from '../../../harness/import/importCallLog.ts';
import { replay } from '../../../harness/replay/replay.ts';
import { header as packHeader, rightPolicy } from '../../engine/policyText.ts';
import { needsRecordedData } from '../../recordedData.ts';
import { withFolder } from '../../folder.ts';

const key = 'a key for this spec only';

/** Agreement of each order with the record, and so the order the bank kept. */
const agreements: readonly [string, number][] = [
  ['first-come-first-served', 0.8181],
  ['head-start-60', 0.8949],
  ['head-start-90', 0.919],
  ['head-start-120', 0.892],
  ['priority-first', 0.8511],
];

describe('the anonymous bank’s February 1999, replayed', function () {
  this.timeout(120_000);
  let log: string;
  before(function () {
    log = needsRecordedData(this, 'anonymous-bank-1999/february.txt.gz');
  });

  it('recovers from the record alone that priority-2 callers had a head start of a minute and a half', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'february.ndjson');
      await importCallLog({
        file: log,
        map: 'harness/import/maps/anonymous-bank-1999.map.yaml',
        out: recording,
        key,
      });
      for (const [name, rate] of agreements) {
        const { policy } = await requirePolicy(`rules/anonymous-bank/${name}`);
        const { orderAgreement, excluded } = await replay({ recording, policy });
        expect(orderAgreement.pairs, name).to.equal(9816);
        expect(Number(orderAgreement.rate!.toFixed(4)), name).to.equal(rate);
        expect(excluded).to.deep.equal({ phantom: 278 });
      }
    }));

  it('cannot be ranked: the log says nothing of skills, and the replay says so', () =>
    withFolder(async (folder) => {
      const recording = join(folder, 'february.ndjson.gz');
      await importCallLog({
        file: log,
        map: 'harness/import/maps/anonymous-bank-1999.map.yaml',
        out: recording,
        key,
      });
      const result = await replay({ recording, policy: rightPolicy(packHeader('Scoring')) });
      expect(result.decisions.ranking).to.equal(0);
      expect(result.notReplayableBy).to.deep.equal({ requiredSkills: 27_162 });
    }));
});
