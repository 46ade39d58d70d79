import { dirname, join } from 'node:path';
import { engineVersion } from '../../engine/version.ts';
import { replay } from '../../harness/replay/replay.ts';
import { ReplayLogs } from '../../harness/replay/replayLogs.ts';
import type { ReplayResult } from '../../harness/replay/result.ts';
import { policyOf } from '../works/recorded/recordingWork.ts';
import type { WholeRecording, Work } from '../works/work.ts';
import type { Decider } from './contender.ts';

/** A replay with every decision written down, as `signalbox replay --rulings` does it. */
export async function prepare(work: Work): Promise<Decider> {
  const policy = await policyOf(work.id);
  return {
    version: engineVersion,
    waits: true,
    async decide({ recording }: WholeRecording): Promise<ReplayResult> {
      const rulings = join(dirname(recording), 'rulings.ndjson');
      const logs = await ReplayLogs.open({ rulings }, [recording]);
      const result = await replay({
        recording,
        policy,
        onRuling: (ruling) => logs.write(ruling),
        onBatch: () => logs.pass(),
      });
      await logs.commit();
      return result;
    },
    read(result) {
      const { events, decisions } = result as ReplayResult;
      // A recording has a header and an end beside its events.
      return [events + 2, decisions.handoff, decisions.skills, decisions.ranking];
    },
  };
}
