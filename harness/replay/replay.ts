import type { RoutingEvent } from '../../engine/conversation/events.ts';
import type { Moments } from '../../engine/moments.ts';
import type { Decision, Ruling } from '../../engine/decisions/policyRun.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { RecordedEvents } from '../columns/eventCache.ts';
import { RecordingReader, type OnProgress } from '../recording/read.ts';
import { CauseFinder } from './causes/causeFinder.ts';
import { policyDifference } from './edits/policyDifference.ts';
import { Replaying, type ReplayingOptions } from './replaying.ts';
import { resultOf, type ReplayResult } from './result.ts';

/** The seed of ties when none is given. */
export const defaultSeed = 'signalbox';

export interface ReplayOptions extends Omit<ReplayingOptions, 'seed' | 'lacking' | 'share' | 'onChange'> {
  readonly recording: string;
  /** Opens the recording's events to be read once, when they are not to be read from the recording itself. */
  readonly open?: () => Promise<RecordedEvents>;
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
  const { recording, policy, against, onProgress = () => undefined, onBatch, seed = defaultSeed } = options;
  const { open = () => Promise.resolve(new RecordingReader(recording)), ...rest } = options;
  const reader = await open();
  const lacking = factsLacking((await reader.header()).facts);
  const difference = against && policyDifference(against, policy);
  const causes = difference && new CauseFinder({ ...options, against: against, difference, seed, lacking });
  const replaying = new Replaying({ ...rest, seed, lacking, onChange: (change) => causes?.changed(change) });
  const isOneReading = causes === undefined || causes.knowsAtOnce;
  const isHalf = (fraction: number): void => onProgress(isOneReading ? fraction : fraction / 2);
  for await (const events of reader.batches(isHalf)) {
    for (const event of events) replaying.take(event);
    await onBatch?.();
  }
  const summary = reader.summary();
  const found = replaying.findings();
  if (causes === undefined) return resultOf({ ...options, seed }, summary, found);
  const { hadOldData } = replaying;
  const again = {
    recording,
    hadOldData,
    open,
    hash: summary.hash,
    onProgress: (fraction: number) => onProgress((1 + fraction) / 2),
  };
  return resultOf({ ...options, seed }, summary, { ...found, causes: await causes.find(again) });
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
