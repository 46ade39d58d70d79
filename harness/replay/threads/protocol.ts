import type { Moments } from '../../../engine/moments.ts';
import type { Policy } from '../../../engine/packs/policy.ts';
import type { Problem } from '../../../engine/problem.ts';
import type { RecordingSummary } from '../../recording/course.ts';
import type { PolicyDifference } from '../edits/policyDifference.ts';
import type { Findings } from '../findings.ts';
import type { LogKind } from '../replayLogs.ts';
import type { Share } from '../share.ts';

/** What a worker is to replay. */
export interface ReplayTask {
  readonly recording: string;
  /** Where the recording's events are kept; undefined for beside it. */
  readonly folder: string | undefined;
  readonly policy: Policy;
  readonly against: Policy | undefined;
  /** What lies between them, where there are two. */
  readonly difference: PolicyDifference | undefined;
  readonly seed: string;
  readonly moments: Moments;
  readonly share: Share;
  /** The files of decisions it is to spell lines for. */
  readonly kinds: readonly LogKind[];
}

/** The lines of one file that a worker spelled for a batch of events. */
export interface SharedLines {
  readonly bytes: Uint8Array;
  /** For each line the place of its decision among all that were due, which are the same for all shares. */
  readonly places: readonly number[];
  /** Where each line ends in `bytes`. */
  readonly ends: readonly number[];
}

/** A batch of events is done; lines in the order of the task's kinds. */
export interface SharedBatch {
  readonly lines: readonly SharedLines[];
  /** How far it has come, 0 to 1. */
  readonly progress: number;
}

/** All events are done. */
export interface SharedEnd {
  readonly findings: Findings;
  readonly summary: RecordingSummary;
}

/** What a worker answers, each time it is told to go on: a batch, in the end what it found, or what is wrong. */
export type Answer = SharedBatch | SharedEnd | { readonly problems: readonly Problem[] };

/** Events of a batch: the same for all workers, so that their batches are about the same events. */
export const batchEvents = 2048;
