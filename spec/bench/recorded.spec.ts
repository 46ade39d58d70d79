import { expect } from 'chai';
import { join } from 'node:path';
import type { Decider } from '../../bench/contenders/contender.ts';
import * as fromScratch from '../../bench/contenders/fromScratch.ts';
import * as jsonParse from '../../bench/contenders/jsonParse.ts';
import * as edited from '../../bench/contenders/signalboxEdited.ts';
import * as entries from '../../bench/contenders/signalboxEntries.ts';
import * as replay from '../../bench/contenders/signalboxReplay.ts';
import * as whatIf from '../../bench/contenders/signalboxWhatIf.ts';
import { contenders } from '../../bench/contenders/contenders.ts';
import { counted } from '../../bench/measure/counted.ts';
import { measureWork } from '../../bench/measure/measureWork.ts';
import { planOf } from '../../bench/options.ts';
import { fingerprint } from '../../bench/works/recorded/fingerprint.ts';
import { keywordMapping } from '../../bench/works/recorded/keywordMapping.ts';
import { changedRows, decidedPlainly } from '../../bench/works/recorded/plainly.ts';
import { withEdit } from '../../bench/works/recorded/policyEdited.ts';
import {
  decisionsInWords,
  entriesOf,
  recordWorld,
  type Recording,
} from '../../bench/works/recorded/recording.ts';
import { sixtyRules, withMove } from '../../bench/works/recorded/thresholdPack.ts';
import type { RecordedId, ThresholdMove, Work } from '../../bench/works/work.ts';
import { recordedWork } from '../../bench/works/works.ts';
import { withFolder } from '../folder.ts';

type Prepare = (work: Work) => Decider | Promise<Decider>;

/** A day of the bank, its moments three times over. */
async function withDay(use: (recording: Recording) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const extent = { days: 1, times: 3 };
    await use(await recordWorld(join(folder, 'day.ndjson'), extent, () => undefined));
  });
}

/** Whether a contender answers the compared questions of a work as the work does. */
async function expectAgreement(id: RecordedId, recording: Recording, prepare: Prepare): Promise<void> {
  const work = recordedWork(id, recording);
  const decider = await prepare(work);
  for (const input of work.inputs(work.compared)) {
    expect([...decider.read(await decider.decide(input))]).to.deep.equal(await work.expected(input));
  }
}

describe('the works on a recording', () => {
  it('are of as many events and moments as they say', () =>
    withDay(async (recording) => {
      const { facts } = await entriesOf({ ...recording, times: 1 });
      expect(facts.rows).to.equal(recording.entries);
      const [lines, , queued] = await recordedWork('recording', recording).expected({
        recording: recording.file,
      });
      expect([lines, queued]).to.deep.equal([recording.events + 2, recording.entries]);
      const thrice = (await entriesOf(recording)).facts;
      expect(thrice.rows).to.equal(3 * facts.rows);
      for (const row of [0, 1, facts.rows - 1]) {
        for (const lot of [0, 1, 2]) expect(thrice.row(lot * facts.rows + row)).to.deep.equal(facts.row(row));
      }
    }));

  it('mean the same to everybody and themselves', () =>
    withDay(async (recording) => {
      await expectAgreement('recording', recording, jsonParse.prepare);
      await expectAgreement('recorded-days', recording, replay.prepare);
      await expectAgreement('recorded-columns', recording, entries.prepare);
      await expectAgreement('recorded-columns', recording, entries.prepareInHand);
      await expectAgreement('recorded-columns', recording, fromScratch.prepare);
      await expectAgreement('threshold-moved', recording, whatIf.prepareMoved);
      await expectAgreement('threshold-moved', recording, fromScratch.prepare);
      await expectAgreement('threshold-curve', recording, whatIf.prepareCurve);
      await expectAgreement('policy-edited', recording, edited.prepare);
      await expectAgreement('policy-edited', recording, fromScratch.prepare);
    }));

  it('mean the same where each entry into a queue is a conversation of its own', () =>
    withFolder(async (folder) => {
      const extent = { days: 1, times: 1, of: 'entries' as const };
      const recording = await recordWorld(join(folder, 'entries.ndjson'), extent, () => undefined);
      expect(recording.events).to.equal(2 * recording.conversations);
      expect(recording.bytes / recording.conversations).to.be.within(350, 550);
      await expectAgreement('recording', recording, jsonParse.prepare);
      await expectAgreement('recording', recording, replay.prepare);
    }));

  it('decide by many of their rules, and the questions make a difference', () =>
    withDay(async (recording) => {
      const { facts } = await entriesOf(recording);
      const byKeywords = decidedPlainly(keywordMapping.mappings, facts);
      const byThresholds = decidedPlainly(sixtyRules, facts);
      expect(new Set(byKeywords).size).to.be.above(15);
      expect(new Set(byThresholds).size).to.be.above(10);
      for (const id of ['threshold-moved', 'policy-edited'] as const) {
        const work = recordedWork(id, recording);
        const flips = await Promise.all(work.inputs(8).map((input) => work.expected(input)));
        expect(flips.filter(([count]) => count! > 0).length, id).to.be.above(2);
      }
    }));

  it('are measured in processes of their own, in what they count', () =>
    withDay(async (recording) => {
      const work = recordedWork('recorded-columns', recording);
      const here = contenders.filter(({ id, works }) => id === 'signalbox' && works.includes(work.id));
      const plan = { ...planOf({ quick: false, check: false, only: [] }), warmUp: 4, rounds: 2, round: 2 };
      const { measured, leftOut } = await measureWork(work, here, plan, () => undefined);
      expect(leftOut).to.deep.equal([]);
      expect(measured.map(({ compared }) => compared)).to.deep.equal([1]);
      const { entries: perAnswer } = recording;
      const figures = { perSecond: 2, p50Us: 500_000, p99Us: 600_000 };
      expect(counted(work, figures)).to.deep.equal({
        perSecond: 2 * perAnswer,
        p50Us: 500_000 / perAnswer,
        p99Us: 600_000 / perAnswer,
      });
      expect(counted(recordedWork('threshold-moved', recording), figures)).to.deep.equal(figures);
    }));

  it('say how large they are', () => {
    expect(decisionsInWords({ entries: 1_000_696, times: 1 })).to.equal('1,000,696 recorded decisions');
    expect(decisionsInWords({ entries: 50_000, times: 20 })).to.equal(
      '1,000,000 recorded decisions (50,000, 20 times over)',
    );
  });
});

describe('the questions about recorded decisions', () => {
  const nowhere = { file: '', conversations: 0, events: 0, bytes: 0, entries: 0, times: 1 };

  it('move another threshold each time', () => {
    const moves = recordedWork('threshold-moved', nowhere).inputs(240) as readonly ThresholdMove[];
    expect(new Set(moves.map((move) => JSON.stringify(move))).size).to.equal(240);
    for (const move of moves) {
      const moved = withMove(move);
      const places = moved.flatMap((rule, place) => (rule === sixtyRules[place] ? [] : [place]));
      expect(places).to.deep.equal([move.rule]);
      expect(moved[move.rule]).to.not.deep.equal(sixtyRules[move.rule]);
    }
  });

  it('edit a pack all over, the same way for the same seed', () => {
    for (let seed = 0; seed < 240; seed++) {
      const rules = withEdit({ seed });
      expect(rules).to.deep.equal(withEdit({ seed }));
      expect(rules.length).to.equal(60);
      const kept = rules.filter(({ name }) => sixtyRules.some((rule) => rule.name === name));
      expect(kept.length).to.equal(59);
      expect(kept.filter((rule) => !sixtyRules.includes(rule)).length).to.be.within(1, 5);
    }
    expect(withEdit({ seed: 1 })).to.not.deep.equal(withEdit({ seed: 2 }));
  });

  it('find a row changed where a rule of another name decides', () => {
    const named = (...names: readonly string[]) => names.map((name) => ({ name }));
    const changed = (was: number[], after: readonly { name: string }[], is: number[]) => [
      ...changedRows(named('a', 'b'), Int32Array.from(was), after, Int32Array.from(is)),
    ];
    expect(changed([0, 1, -1], named('b', 'a'), [1, 0, -1])).to.deep.equal([]);
    expect(changed([0, 1, -1], named('b', 'a'), [0, 0, 1])).to.deep.equal([0, 2]);
    expect(changed([0, 1, -1], named('c', 'a'), [0, 1, 0])).to.deep.equal([0, 1, 2]);
    expect(changed([0, 1], named('a', 'b'), [-1, -1])).to.deep.equal([0, 1]);
  });

  it('have answers whose fingerprint tells lists apart', () => {
    // FNV-1a: the offset basis, and the basis with one value mixed in.
    expect(fingerprint(Int32Array.of())).to.deep.equal([0, 0x811c9dc5]);
    expect(fingerprint(Int32Array.of(1))).to.deep.equal([1, 0x040c5b8c]);
    expect(fingerprint(Int32Array.of(1, 2))).to.not.deep.equal(fingerprint(Int32Array.of(2, 1)));
  });
});
