import type { Rule } from '../../../engine/conditions/condition.ts';
import { fingerprint } from './fingerprint.ts';
import { changedRows, decidedPlainly } from './plainly.ts';
import { entriesOf, type Recording } from './recording.ts';
import { sixtyRules } from './thresholdPack.ts';

/** Finds the decisions that rules in place of the sixty make otherwise, all of them decided plainly. */
export function flipsPlainly(recording: Recording): (after: readonly Rule[]) => Promise<readonly number[]> {
  let was: Int32Array | undefined;
  return async (after) => {
    const { facts } = await entriesOf(recording);
    was ??= decidedPlainly(sixtyRules, facts);
    return fingerprint(changedRows(sixtyRules, was, after, decidedPlainly(after, facts)));
  };
}
