import type { Moments } from '../../engine/moments.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { engineVersion } from '../../engine/version.ts';
import type { RecordingSummary } from '../recording/course.ts';
import type { Changes } from './changes.ts';
import type { Findings } from './findings.ts';
import { gatheredByPoint } from './flows.ts';
import type { OrderAgreement } from './orderAgreement.ts';
import type { DecisionTally } from './tally.ts';

/** Something that is not wrong but worth knowing, and how often it came up. */
export interface ReplayWarning {
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

/** What a replay found. Level 1: the record's agents and waits stand; only decisions are the policy's. */
export interface ReplayResult extends DecisionTally {
  readonly level: 1;
  readonly policy: string;
  readonly policyHash: string;
  readonly recording: string;
  readonly recordingHash: string;
  readonly source: string;
  readonly engineVersion: string;
  readonly seed: string;
  /** When order and ranking were decided: at the answers, or while conversations wait, as live. */
  readonly moments: Moments;
  readonly events: number;
  /** Rows the importer left out, by reason, and events the reader dropped because they repeat. */
  readonly excluded: Readonly<Record<string, number>>;
  readonly orderAgreement: OrderAgreement;
  readonly warnings: readonly ReplayWarning[];
  readonly against?: DecisionTally & {
    readonly policy: string;
    readonly policyHash: string;
    readonly orderAgreement: OrderAgreement;
  };
  readonly changes?: Changes;
}

/** The whole result. @param seed the one that settled ties. */
export function resultOf(
  {
    policy,
    against,
    seed,
    moments = 'asRecorded',
  }: {
    readonly policy: Policy;
    readonly against?: Policy;
    readonly seed: string;
    readonly moments?: Moments;
  },
  summary: RecordingSummary,
  findings: Findings,
): ReplayResult {
  const { header, hash, events, excluded, repeated } = summary;
  const { old, changes, causes } = findings;
  return {
    level: 1,
    policy: policy.name,
    policyHash: policy.hash,
    recording: header.name,
    recordingHash: hash,
    source: header.source,
    engineVersion,
    seed,
    moments,
    events,
    ...findings.new.tally,
    excluded: { ...excluded, ...(repeated === 0 ? {} : { 'repeated-event': repeated }) },
    orderAgreement: findings.new.orderAgreement,
    warnings: warningsOf(findings),
    ...(against === undefined || old === undefined || changes === undefined || causes === undefined
      ? {}
      : {
          against: {
            policy: against.name,
            policyHash: against.hash,
            ...old.tally,
            orderAgreement: old.orderAgreement,
          },
          changes: { ...changes, ...causes, flows: gatheredByPoint(changes.flows) },
        }),
  };
}

function warningsOf({ unnamedTargets, refusedSteps }: Findings): ReplayWarning[] {
  const unnamed = Object.entries(unnamedTargets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, count]) => ({
      code: 'unnamed-sla-target',
      message: `no shift names the service-level target ${target}`,
      count,
    }));
  if (refusedSteps === 0) return unnamed;
  const message = 'a participant was told to be in a state it cannot have come into; it was refused';
  return [...unnamed, { code: 'refused-step', message, count: refusedSteps }];
}
