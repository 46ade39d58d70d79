import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Decision, Ruling } from '../../engine/decisions/policyRun.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { engineVersion } from '../../engine/version.ts';
import type { RecordedEvents } from '../columns/eventCache.ts';
import { RecordingReader, type OnProgress, type RecordingSummary } from '../recording/read.ts';
import type { Changes } from './changes.ts';
import type { Findings } from './findings.ts';
import type { OrderAgreement } from './orderAgreement.ts';
import { Replaying, type ReplayingOptions } from './replaying.ts';
import type { DecisionTally } from './tally.ts';

/** The seed of ties when none is given. */
export const defaultSeed = 'signalbox';

export interface ReplayOptions extends Omit<ReplayingOptions, 'seed' | 'lacking' | 'share'> {
  readonly recording: string;
  /** The recording's events, when they are not to be read from the recording itself. */
  readonly recorded?: RecordedEvents;
  /** Settles ties; `defaultSeed` unless told. */
  readonly seed?: string;
  readonly onProgress?: OnProgress;
}

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

/**
 * Re-decides a recording, open loop: at each moment the record decided, the policy decides from what was known then;
 * afterwards everything follows the record.
 * @throws ProblemError when the recording is wrong; nothing is reported of a recording that could not be read whole.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { recording, onProgress, seed = defaultSeed, ...rest } = options;
  const reader = options.recorded ?? new RecordingReader(recording);
  const header = await reader.header();
  const replaying = new Replaying({ ...rest, seed, lacking: factsLacking(header.facts) });
  for await (const events of reader.batches(onProgress)) {
    for (const event of events) replaying.take(event);
    await replaying.heard();
  }
  return resultOf(options, reader.summary(), replaying.findings());
}

/** Decides events in hand, carrying every fact there is; for cases and experiments. Ends with the last decision. */
export function decideEvents(events: Iterable<RoutingEvent>, policy: Policy): readonly Decision[] {
  const decisions: Decision[] = [];
  const onRuling = (ruling: Ruling): void => void decisions.push(ruling.record());
  const replaying = new Replaying({ policy, seed: defaultSeed, lacking: new Set(), onRuling });
  for (const event of events) replaying.take(event);
  return decisions;
}

function resultOf(
  { policy, against, seed = defaultSeed }: ReplayOptions,
  summary: RecordingSummary,
  findings: Findings,
): ReplayResult {
  const { header, hash, events, excluded, repeated } = summary;
  const { old, changes } = findings;
  return {
    level: 1,
    policy: policy.name,
    policyHash: policy.hash,
    recording: header.name,
    recordingHash: hash,
    source: header.source,
    engineVersion,
    seed,
    events,
    ...findings.new.tally,
    excluded: { ...excluded, ...(repeated === 0 ? {} : { 'repeated-event': repeated }) },
    orderAgreement: findings.new.orderAgreement,
    warnings: warningsOf(findings),
    ...(against === undefined || old === undefined || changes === undefined
      ? {}
      : {
          against: {
            policy: against.name,
            policyHash: against.hash,
            ...old.tally,
            orderAgreement: old.orderAgreement,
          },
          changes,
        }),
  };
}

function warningsOf({ unnamedTargets }: Findings): ReplayWarning[] {
  return Object.entries(unnamedTargets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, count]) => ({
      code: 'unnamed-sla-target',
      message: `no shift names the service-level target ${target}`,
      count,
    }));
}
