import type { Rule } from '../../engine/conditions/condition.ts';
import { engineVersion } from '../../engine/version.ts';
import { fingerprint } from '../works/recorded/fingerprint.ts';
import { keywordMapping } from '../works/recorded/keywordMapping.ts';
import { changedRows, decidedPlainly } from '../works/recorded/plainly.ts';
import { withEdit } from '../works/recorded/policyEdited.ts';
import { entriesOf } from '../works/recorded/recording.ts';
import { sixtyRules, withMove } from '../works/recorded/thresholdPack.ts';
import type { PolicyEdit, Question, ThresholdMove, Work } from '../works/work.ts';
import { asRecorded, type Decider } from './contender.ts';

/** What anyone would do without columns: our compiled rules on one moment after the other. */
export async function prepare(work: Work): Promise<Decider> {
  const recorded = asRecorded(work);
  const { facts } = await entriesOf(recorded.recording);
  const flipped = (after: readonly Rule[]): Int32Array =>
    changedRows(sixtyRules, decidedPlainly(sixtyRules, facts), after, decidedPlainly(after, facts));
  const decisions: Partial<Record<Work['id'], (question: Question) => Int32Array>> = {
    'recorded-columns': () => decidedPlainly(keywordMapping.mappings, facts),
    'threshold-moved': (move) => flipped(withMove(move as ThresholdMove)),
    'policy-edited': (edit) => flipped(withEdit(edit as PolicyEdit)),
  };
  return {
    version: engineVersion,
    waits: false,
    decide: decisions[recorded.id]!,
    read: (rows) => fingerprint(rows as Int32Array),
  };
}
