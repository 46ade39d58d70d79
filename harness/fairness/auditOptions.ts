import type { Moments } from '../../engine/moments.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { OnProgress } from '../recording/read.ts';
import type { AuditingOptions } from './audit.ts';

/** An audit as it is asked for at the command line. */
export interface AuditFileOptions extends AuditingOptions {
  /** A recording, or a decision log. */
  readonly file: string;
  readonly policy: Policy;
  /** Fact of the conversation by which the record's waits are shown. */
  readonly segmentBy: string;
  readonly withinSeconds: number;
  /** What groups of agents are made by: a fact of theirs, or a CSV file with the columns agent and group. */
  readonly group?: string;
  /** When a replay ranks. */
  readonly moments: Moments;
  readonly onProgress?: OnProgress;
}
