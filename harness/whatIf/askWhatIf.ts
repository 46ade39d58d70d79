import { leavesOf } from '../../engine/conditions/condition.ts';
import { factsLacking } from '../../engine/facts/lacking.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { problemError } from '../../engine/problem.ts';
import { engineVersion } from '../../engine/version.ts';
import { cachedEntries } from '../columns/entryCache.ts';
import { readEntries, type EntryColumns } from '../columns/entryColumns.ts';
import { countRows } from '../columns/rowBits.ts';
import { skillsChanges } from '../columns/skillsChanges.ts';
import { coveredRows, factsNeeded } from '../columns/skillsReplay.ts';
import { textAt } from '../columns/textColumn.ts';
import { WhatIf } from '../columns/whatIf.ts';
import { RecordingReader, type OnProgress } from '../recording/read.ts';
import { FlowCount, gathered, type PointFlows } from '../replay/flows.ts';
import { findThreshold, withValue, type ComparisonName, type Threshold } from './comparison.ts';

/** Flips that are shown before the rest is only counted. */
const mostExamples = 10;

/** One threshold of a policy, and what is asked about it: at least one of `to` and `sweep`. */
export interface WhatIfRequest extends ComparisonName {
  readonly recording: string;
  readonly policy: Policy;
  /** The value to move it to. */
  readonly to?: number;
  /** The values for which to count how often the rule's condition holds. */
  readonly sweep?: readonly number[];
  /** Whether to keep what was read of the recording beside it, for the next question. */
  readonly cache: boolean;
  readonly onProgress?: OnProgress;
}

/** A decision that comes to something else, in words. */
export interface Flip {
  readonly conversation: string;
  readonly at: string;
  readonly before: string;
  readonly after: string;
}

/** The decisions that come out differently when the threshold moves. */
export interface Flips {
  readonly to: number;
  /** Decisions that can be made with both values. */
  readonly compared: number;
  readonly changed: number;
  /** Decisions that can be made with one of the values only. */
  readonly onlyOne: number;
  /** Decisions that cannot be made with the new value, by the fact that is lacking. */
  readonly notReplayableBy: Readonly<Record<string, number>>;
  /** The first ones. */
  readonly examples: readonly Flip[];
  /** From what to what they flip, small ones gathered. */
  readonly flows: PointFlows;
}

/** In how many moments the rule's condition holds by itself, whatever rules come before it. */
export interface Curve {
  /** With the value it has. */
  readonly now: number;
  readonly values: readonly { readonly value: number; readonly holds: number }[];
}

/** What would change. Level 1: everything follows the record, but for the decisions. */
export interface WhatIfResult {
  readonly level: 1;
  readonly policy: string;
  readonly policyHash: string;
  readonly recording: string;
  readonly recordingHash: string;
  readonly engineVersion: string;
  readonly pack: string;
  readonly rule: string;
  readonly fact: string;
  readonly operator: string;
  /** The value it has. */
  readonly value: number;
  /** Recorded moments at which the pack decides. */
  readonly moments: number;
  readonly flips?: Flips;
  readonly curve?: Curve;
}

/**
 * Moves one threshold of a policy over a recording.
 * @throws ProblemError when there is no such threshold, the recording is wrong, or nobody can say for want of a fact.
 */
export async function askWhatIf(request: WhatIfRequest): Promise<WhatIfResult> {
  const { policy, recording, to, sweep, onProgress } = request;
  if (to === undefined && sweep === undefined) {
    throw problemError('nothing-asked', 'nothing is asked about the threshold', {
      hint: 'give a value to move it to with --to, or several with --curve from..to/steps',
    });
  }
  const threshold = findThreshold(policy, request);
  const { pack, mapping, leaf } = threshold;
  const reading = onProgress === undefined ? {} : { onProgress };
  const entries = request.cache
    ? await cachedEntries(recording, { facts: factsNeeded(pack), ...reading })
    : await readEntries(new RecordingReader(recording), onProgress);
  refuseLacking(
    recording,
    entries,
    sweep === undefined ? [leaf.fact] : leavesOf(mapping.when).map(({ fact }) => fact),
  );
  return {
    level: 1,
    policy: policy.name,
    policyHash: policy.hash,
    recording,
    recordingHash: entries.recordingHash,
    engineVersion,
    pack: pack.name,
    rule: mapping.name,
    fact: leaf.fact,
    operator: leaf.operator,
    value: leaf.value,
    moments: countRows(coveredRows(pack, entries)),
    ...(to === undefined ? {} : { flips: flipsOf(threshold, entries, to) }),
    ...(sweep === undefined ? {} : { curve: curveOf(threshold, entries, sweep) }),
  };
}

function flipsOf({ pack, mapping, leaf }: Threshold, entries: EntryColumns, to: number): Flips {
  const moved = { ...mapping, when: withValue(mapping.when, leaf, to) };
  const mappings = pack.mappings.map((one) => (one === mapping ? moved : one));
  const { rows, effects, compared, onlyOne, notReplayableBy } = skillsChanges(
    pack,
    { ...pack, mappings },
    entries,
  );
  const examples = [...rows.subarray(0, mostExamples)].map((row) => ({
    conversation: textAt(entries.conversation, row),
    at: new Date(entries.at[row]!).toISOString(),
    ...effects(row),
  }));
  const flows = new FlowCount();
  for (const row of rows) {
    const { before, after } = effects(row);
    flows.add(before, after);
  }
  return {
    to,
    compared,
    changed: rows.length,
    onlyOne,
    notReplayableBy,
    examples,
    flows: gathered(flows.all),
  };
}

function curveOf(
  { pack, mapping: { when }, leaf }: Threshold,
  entries: EntryColumns,
  sweep: readonly number[],
): Curve {
  const whatIf = new WhatIf(entries.facts, pack.missing);
  const [now, ...counts] = whatIf.curve(when, leaf, [leaf.value, ...sweep], coveredRows(pack, entries));
  return { now: now!, values: sweep.map((value, place) => ({ value, holds: counts[place]! })) };
}

function refuseLacking(file: string, { carried }: EntryColumns, read: readonly string[]): void {
  const lacking = factsLacking(carried);
  const fact = read.find((one) => lacking.has(one));
  if (fact === undefined) return;
  throw problemError('not-replayable', `the recording does not carry "${fact}", so nobody can say`, {
    file,
    hint: 'record it, or ask of a recording whose header lists what it rests on',
  });
}
