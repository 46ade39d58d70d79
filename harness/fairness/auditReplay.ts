import type { RecordedEvents } from '../columns/eventCache.ts';
import { replay } from '../replay/replay.ts';
import { Auditing, type Grouping } from './audit.ts';
import type { AuditReplayOptions } from './auditOptions.ts';
import type { RecordDescription } from './record/recordWatch.ts';
import { fairnessAudit, type FairnessAudit } from './result.ts';

/** What is watched beside, while a recording is replayed. Results are asked for when it is over. */
export interface Watching {
  readonly events: RecordedEvents;
  readonly grouping: () => Grouping | undefined;
  readonly record: () => RecordDescription;
}

/**
 * Replays a recording under the policy and audits whom it would choose. Level 1: agents and waits are the record's.
 * @throws ProblemError when the recording is wrong.
 */
export async function auditReplay(options: AuditReplayOptions, watching?: Watching): Promise<FairnessAudit> {
  const { file, policy, claim, seed } = options;
  const auditing = new Auditing(options);
  const result = await replay({
    ...options,
    recording: file,
    ...(watching === undefined ? {} : { open: () => Promise.resolve(watching.events) }),
    onRuling: (ruling) => {
      if (ruling.point === 'ranking') auditing.take(ruling.record());
    },
  });
  const { recording: name, recordingHash: hash, source, events, notReplayableBy } = result;
  return fairnessAudit(
    policy,
    {
      level: 1,
      policyHash: policy.hash,
      seed,
      source: { kind: 'recording', name, hash, source, events, notReplayableBy },
      claim,
      ...(watching === undefined ? {} : { record: watching.record() }),
    },
    auditing.result(watching?.grouping()),
  );
}
