import { engineVersion } from '../../engine/version.ts';
import { skillsChanges } from '../../harness/columns/skillsChanges.ts';
import { fingerprint } from '../works/recorded/fingerprint.ts';
import { mappingOf, withEdit } from '../works/recorded/policyEdited.ts';
import { entriesOf } from '../works/recorded/recording.ts';
import { sixtyRules } from '../works/recorded/thresholdPack.ts';
import type { PolicyEdit, Work } from '../works/work.ts';
import { asRecorded, type Decider } from './contender.ts';

/** Both policies decide everything again from columns, on one thread. */
export async function prepare(work: Work): Promise<Decider> {
  const entries = await entriesOf(asRecorded(work).recording);
  return {
    version: engineVersion,
    waits: false,
    decide(edit: PolicyEdit) {
      const [before, after] = [mappingOf(sixtyRules), mappingOf(withEdit(edit))];
      return skillsChanges(before, after, entries).rows;
    },
    read: (rows) => fingerprint(rows as Int32Array),
  };
}
