import { factsLacking } from '../../engine/facts/lacking.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { problemError } from '../../engine/problem.ts';
import { engineVersion } from '../../engine/version.ts';
import { RecordingReader, type OnProgress } from '../recording/read.ts';
import { defaultSeed } from '../replay/replay.ts';
import type { HandoffScore } from './scoreCount.ts';
import { HandoffScoring } from './scoring.ts';
import { triggerThreshold } from './threshold.ts';

export interface HandoffScoreRequest {
  readonly recording: string;
  readonly policy: Policy;
  /** One number of a trigger, to be moved to each of these values. */
  readonly sweep?: { readonly trigger: string; readonly fact: string; readonly values: readonly number[] };
  readonly onProgress?: OnProgress;
}

/** A policy's score at one value of a threshold. */
export interface SweepPoint {
  readonly value: number;
  readonly score: HandoffScore;
}

/** How a policy's handoffs stand to a record. Level 1: what became of customers handed over otherwise is not claimed. */
export interface HandoffScoreResult {
  readonly level: 1;
  readonly policy: string;
  readonly policyHash: string;
  readonly recording: string;
  readonly recordingHash: string;
  readonly source: string;
  readonly engineVersion: string;
  readonly excluded: Readonly<Record<string, number>>;
  readonly score: HandoffScore;
  readonly sweep?: {
    readonly trigger: string;
    readonly fact: string;
    /** What the number is. */
    readonly value: number;
    readonly points: readonly SweepPoint[];
  };
}

/**
 * Scores the handoffs of a policy on the record, and at each value of a threshold, in one reading.
 * @throws ProblemError when the recording is wrong, the policy hands nothing over, or there is no such threshold.
 */
export async function scoreHandoffs(request: HandoffScoreRequest): Promise<HandoffScoreResult> {
  const { recording, policy, sweep, onProgress } = request;
  if (!policy.packs.some(({ kind }) => kind === 'Handoff')) {
    throw problemError('no-handoff', `"${policy.name}" has no Handoff pack, so there is nothing to score`, {
      hint: 'name the folder of a policy that has one',
    });
  }
  const threshold = sweep && triggerThreshold(policy, sweep.trigger, sweep.fact);
  const values = sweep?.values ?? [];
  const policies = [policy, ...values.map((value) => threshold!.moved(value))];
  const reader = new RecordingReader(recording);
  const { name, source, facts } = await reader.header();
  const scoring = new HandoffScoring({ policies, seed: defaultSeed, lacking: factsLacking(facts) });
  for await (const events of reader.batches(onProgress)) for (const event of events) scoring.take(event);
  const { scores, excluded } = scoring.result();
  const [score, ...swept] = scores as [HandoffScore, ...HandoffScore[]];
  return {
    level: 1,
    policy: policy.name,
    policyHash: policy.hash,
    recording: name,
    recordingHash: reader.summary().hash,
    source,
    engineVersion,
    excluded,
    score,
    ...(threshold === undefined
      ? {}
      : {
          sweep: {
            trigger: threshold.trigger,
            fact: threshold.fact,
            value: threshold.value,
            points: values.map((value, place) => ({ value, score: swept[place]! })),
          },
        }),
  };
}
