import type { Moments } from '../../engine/moments.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { OnProgress } from '../recording/read.ts';
import type { AuditingOptions } from './audit.ts';

/** An audit of what a policy decides over a recording. */
export interface AuditReplayOptions extends AuditingOptions {
  /** A recording. */
  readonly file: string;
  readonly policy: Policy;
  /** When a replay ranks. */
  readonly moments: Moments;
  readonly onProgress?: OnProgress;
}

/** An audit as it is asked for at the command line, of all there is: what is said of the record knows no window. */
export interface AuditFileOptions extends Omit<AuditReplayOptions, 'window'> {
  /** A recording, or a decision log. */
  readonly file: string;
  /** Fact of the conversation by which the record's waits are shown. */
  readonly segmentBy: string;
  readonly withinSeconds: number;
  /** What groups of agents are made by: a fact of theirs, or a CSV file with the columns agent and group. */
  readonly group?: string;
}
