import { expect } from 'chai';
import { join } from 'node:path';
import { requirePolicy } from '../../../engine/decisions/loadPolicy.ts';
import type { HandoffScore } from '../../../harness/handoffScore/scoreCount.ts';
import { scoreHandoffs, type HandoffScoreResult } from '../../../harness/handoffScore/scoreHandoffs.ts';
import { importCallLog } from '../../../harness/import/importCallLog.ts';
import { withFolder } from '../../folder.ts';
import { needsRecordedData } from '../../recordedData.ts';
import { shippedMap } from '../import/importing.ts';

function scored(
  file: string,
  name: string,
  sweep: NonNullable<Parameters<typeof scoreHandoffs>[0]['sweep']>,
): Promise<HandoffScoreResult> {
  return withFolder(async (folder) => {
    const recording = join(folder, 'recording.ndjson');
    await importCallLog({ file, map: shippedMap(name), out: recording, key: 'key', temporaryFolder: folder });
    const { policy } = await requirePolicy(`docs/examples/handoff-score/${name}`);
    return scoreHandoffs({ recording, policy, sweep });
  });
}

const counts = ({ conversations, recorded, decided, both }: HandoffScore) => [
  conversations,
  recorded,
  decided,
  both,
];

describe('handoffs scored on recorded conversations with bots', () => {
  it('BETOLD: booking calls of which a third went wrong', async function () {
    const file = needsRecordedData(this, 'betold/BETOLD_valid.json.gz');
    const sweep = { trigger: 'takes-too-long', fact: 'botTurns', values: [7, 9, 12, 15] };
    const { score, sweep: curve, excluded } = await scored(file, 'betold', sweep);
    expect(excluded).to.deep.equal({});
    expect(counts(score)).to.deep.equal([1352, 451, 543, 225]);
    expect([score.lag.earlier, score.lag.atTheSameTurn, score.lag.later]).to.deep.equal([198, 27, 0]);
    expect(score.lag.medianTurns).to.equal(-3);
    const rounded = curve!.points.map(({ value, score: { precision, recall } }) => [
      value,
      Number(precision.rate!.toFixed(3)),
      Number(recall.rate!.toFixed(3)),
    ]);
    expect(rounded).to.deep.equal([
      [7, 0.334, 1],
      [9, 0.352, 0.754],
      [12, 0.414, 0.499],
      [15, 0.42, 0.379],
    ]);
    expect(curve!.points[2]!.score).to.deep.equal(score);
  });

  it('MHCH: chats with a shop’s bot, turn by turn', async function () {
    const file = needsRecordedData(this, 'mhch-ssa-makeup/eval.jsonl');
    const sweep = { trigger: 'bad-mood', fact: 'sentimentLevel', values: [0.1, 0.3, 0.5, 0.55] };
    const { score, sweep: curve } = await scored(file, 'mhch', sweep);
    expect(counts(score)).to.deep.equal([354, 174, 105, 105]);
    expect([score.lag.earlier, score.lag.atTheSameTurn, score.lag.later]).to.deep.equal([0, 98, 7]);
    const found = curve!.points.map(({ score: one }) => [one.both, one.falseHandoffs.count]);
    expect(found[1]).to.deep.equal([105, 0]);
    expect(found.map(([both]) => both)).to.deep.equal([77, 105, 109, 172]);
    expect(found.map(([, wrong]) => wrong)).to.deep.equal([0, 0, 0, 165]);
  });
});
