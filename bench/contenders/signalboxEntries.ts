import { engineVersion } from '../../engine/version.ts';
import { cachedMoments } from '../../harness/columns/entryCache.ts';
import { factsNeeded, replaySkills } from '../../harness/columns/skillsReplay.ts';
import { fingerprint } from '../works/recorded/fingerprint.ts';
import { keywordMapping } from '../works/recorded/keywordMapping.ts';
import { entriesOf } from '../works/recorded/recording.ts';
import type { WholeRecording, Work } from '../works/work.ts';
import { asRecorded, type Decider } from './contender.ts';

const read = (outcomes: unknown): readonly number[] => fingerprint(outcomes as Int32Array);

/** From the file of columns: those that are needed, read and checked every time. */
export function prepare(): Decider {
  return {
    version: engineVersion,
    waits: true,
    decide: async ({ recording }: WholeRecording) =>
      replaySkills(keywordMapping, await cachedMoments(recording, { facts: factsNeeded(keywordMapping) })),
    read,
  };
}

/** From columns that were read before. */
export async function prepareInHand(work: Work): Promise<Decider> {
  const entries = await entriesOf(asRecorded(work).recording);
  return {
    version: engineVersion,
    waits: false,
    decide: () => replaySkills(keywordMapping, entries),
    read,
  };
}
