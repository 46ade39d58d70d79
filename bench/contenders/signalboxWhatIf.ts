import { leavesOf } from '../../engine/conditions/condition.ts';
import { engineVersion } from '../../engine/version.ts';
import { WhatIf } from '../../harness/columns/whatIf.ts';
import { fingerprint } from '../works/recorded/fingerprint.ts';
import { entriesOf } from '../works/recorded/recording.ts';
import { sixtyRules, withMove } from '../works/recorded/thresholdPack.ts';
import type { ThresholdMove, ThresholdSweep, Work } from '../works/work.ts';
import { asRecorded, type Decider } from './contender.ts';

/** Bitmaps of comparisons, kept from one question to the next; each question moves another threshold. */
export async function prepareMoved(work: Work): Promise<Decider> {
  const { facts } = await entriesOf(asRecorded(work).recording);
  const whatIf = new WhatIf(facts, {});
  return {
    version: engineVersion,
    waits: false,
    decide: (move: ThresholdMove) => whatIf.flips(sixtyRules, withMove(move), 'first'),
    read: (rows) => fingerprint(rows as Int32Array),
  };
}

/** Each curve is asked of bitmaps that are not there yet. */
export async function prepareCurve(work: Work): Promise<Decider> {
  const { facts } = await entriesOf(asRecorded(work).recording);
  return {
    version: engineVersion,
    waits: false,
    decide({ rule, leaf, thresholds }: ThresholdSweep) {
      const { when } = sixtyRules[rule]!;
      return new WhatIf(facts, {}).curve(when, leavesOf(when)[leaf]!, thresholds);
    },
    read: (counts) => counts as readonly number[],
  };
}
