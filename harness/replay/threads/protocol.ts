import type { Policy } from '../../../engine/packs/policy.ts';
import type { Problem } from '../../../engine/problem.ts';
import type { RecordingSummary } from '../../recording/read.ts';
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
  readonly seed: string;
  readonly share: Share;
  /** The files of decisions it is to spell lines for. */
  readonly kinds: readonly LogKind[];
}

/** The lines of one file that a worker spelled for a batch of events. */
export interface SharedLines {
  readonly bytes: Uint8Array;
  /** For each line the event it was decided at. A line's event is of one share only. */
  readonly events: readonly number[];
  /** Where each line ends in `bytes`. */
  readonly ends: readonly number[];
}

/** What a worker says. */
export type FromWorker =
  /** A batch of events is done; lines in the order of the task's kinds. */
  | { readonly said: 'batch'; readonly lines: readonly SharedLines[]; readonly progress: number }
  | { readonly said: 'done'; readonly findings: Findings; readonly summary: RecordingSummary }
  | { readonly said: 'problems'; readonly problems: readonly Problem[] };

/** What a worker is told: that so many batches have been taken in, so that it goes on. */
export interface ToWorker {
  readonly taken: number;
}

/** Events of a batch: the same for all workers, so that their batches are about the same events. */
export const batchEvents = 2048;

/** Batches a worker may be ahead of those taken in: what waits in memory stays bounded. */
export const mostAhead = 8;
