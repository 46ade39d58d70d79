import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Moments } from '../../engine/moments.ts';
import type { Decision, Ruling } from '../../engine/decisions/policyRun.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { RecordedEvents } from '../columns/eventCache.ts';
import { RecordingReader, type OnProgress } from '../recording/read.ts';
import { Replaying, type ReplayingOptions } from './replaying.ts';
import { resultOf, type ReplayResult } from './result.ts';

/** The seed of ties when none is given. */
export const defaultSeed = 'signalbox';

export interface ReplayOptions extends Omit<ReplayingOptions, 'seed' | 'lacking' | 'share'> {
  readonly recording: string;
  /** The recording's events, when they are not to be read from the recording itself. */
  readonly recorded?: RecordedEvents;
  /** Settles ties; `defaultSeed` unless told. */
  readonly seed?: string;
  readonly onProgress?: OnProgress;
  /** Waited for now and then, before more is read. */
  readonly onBatch?: () => Promise<void>;
}

/**
 * Re-decides a recording, open loop: at each moment the record decided, the policy decides from what was known then;
 * afterwards everything follows the record.
 * @throws ProblemError when the recording is wrong; nothing is reported of a recording that could not be read whole.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { recording, onProgress, onBatch, seed = defaultSeed, ...rest } = options;
  const reader = options.recorded ?? new RecordingReader(recording);
  const header = await reader.header();
  const replaying = new Replaying({ ...rest, seed, lacking: factsLacking(header.facts) });
  for await (const events of reader.batches(onProgress)) {
    for (const event of events) replaying.take(event);
    await onBatch?.();
  }
  return resultOf({ ...options, seed }, reader.summary(), replaying.findings());
}

/** Decides events in hand, carrying every fact there is; for cases and experiments. Ends with the last decision. */
export function decideEvents(
  events: Iterable<RoutingEvent>,
  policy: Policy,
  moments: Moments = 'asRecorded',
): readonly Decision[] {
  const decisions: Decision[] = [];
  const onRuling = (ruling: Ruling): void => void decisions.push(ruling.record());
  const replaying = new Replaying({ policy, seed: defaultSeed, lacking: new Set(), onRuling, moments });
  for (const event of events) replaying.take(event);
  return decisions;
}
