import type { Requirements } from '../../engine/decisions/ranking/eligibility.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import type { Recording } from './recorded/recording.ts';

const drawnIds = ['W1', 'W1b', 'W2', 'W2x600', 'W3', 'W3x10000', 'W4'] as const;
const recordedIds = [
  'recording',
  'recorded-days',
  'recorded-columns',
  'threshold-moved',
  'threshold-curve',
  'policy-edited',
] as const;
export type RecordedId = (typeof recordedIds)[number];

/** Everything that is measured, in the order it is reported. */
export const workIds = [...drawnIds, ...recordedIds, 'live', 'workers', 'floors'] as const;
export type WorkId = (typeof workIds)[number];

/** One comparison, spelled as json-rules-engine spells it. */
export interface SourceLeaf {
  readonly fact: string;
  readonly operator: string;
  readonly value: string | number;
}

/** A condition in json-rules-engine's language: what every contender's own form is derived from. */
export type SourceCondition =
  | SourceLeaf
  | { readonly all: readonly SourceCondition[] }
  | { readonly any: readonly SourceCondition[] }
  | { readonly not: SourceCondition };

export interface SourceRule {
  readonly name: string;
  readonly when: SourceCondition;
}

/** A benchmark of rules. An answer is the places of the rules that hold, ascending; of the first alone where it is asked. */
export interface RuleWork {
  readonly kind: 'rules';
  readonly id: WorkId;
  readonly title: string;
  readonly wanted: 'first' | 'every';
  readonly factTypes: Readonly<Record<string, 'number' | 'text'>>;
  readonly rules: readonly SourceRule[];
  inputs(count: number): readonly FactValues[];
  expected(input: FactValues): readonly number[];
}

/** What a conversation asks for, as the engine has it and as two names. */
export interface Interaction extends Requirements {
  readonly skill: string;
  readonly language: string;
}

/** A benchmark of ranking. An answer is the place of the best agent; empty when nobody can take it. */
export interface RankingWork {
  readonly kind: 'ranking';
  readonly id: WorkId;
  readonly title: string;
  inputs(count: number): readonly Interaction[];
  expected(input: Interaction): readonly number[];
}

/** A benchmark whose inputs are drawn from fixed seeds. */
export type DrawnWork = RuleWork | RankingWork;

/** A recording decided as a whole. */
export interface WholeRecording {
  /** Its file. */
  readonly recording: string;
}

/** One comparison of one rule with another threshold. */
export interface ThresholdMove {
  /** Place of the rule in the pack. */
  readonly rule: number;
  /** Place of the comparison in the rule, counted as it is written. */
  readonly leaf: number;
  readonly value: number;
}

/** One comparison of one rule with many thresholds in turn. */
export interface ThresholdSweep extends Pick<ThresholdMove, 'rule' | 'leaf'> {
  readonly thresholds: readonly number[];
}

/** An edit of a pack, drawn from its seed. */
export interface PolicyEdit {
  readonly seed: number;
}

export type Question = WholeRecording | ThresholdMove | ThresholdSweep | PolicyEdit;

/** A benchmark on a recording. An answer is a few numbers: counts, and the fingerprint of a long list. */
export interface RecordedWork {
  readonly kind: 'recorded';
  readonly id: RecordedId;
  /** Says how large the recording is, so that nobody compares a quick run with a thorough one. */
  readonly title: string;
  readonly recording: Recording;
  /** What the figures are of, and how many of them one answer is. */
  readonly counted: { readonly name: 'events' | 'decisions' | 'answers'; readonly perAnswer: number };
  /** Answers before any is timed: one that takes long must be in the optimiser's hands all the same. */
  readonly warmUps: number;
  /** How many questions are compared: the expected answer goes over the recording with nothing clever. */
  readonly compared: number;
  inputs(count: number): readonly Question[];
  expected(input: Question): Promise<readonly number[]>;
}

/** One day of the made-up bank. */
export interface Day {
  readonly day: number;
}

/**
 * A whole engine at work, from event to command. An answer is how many events were taken in and how many decisions made;
 * p50 and p99 are from an event's being told to its first command's being asked for.
 */
export interface LiveWork {
  readonly kind: 'live';
  readonly id: 'live';
  readonly title: string;
  /** What the figures are of. */
  readonly counted: { readonly name: 'events'; readonly perAnswer: 1 };
  inputs(count: number): readonly Day[];
  expected(input: Day): Promise<readonly number[]>;
}

/** So many events, each of which wants one command done. */
export interface Burst {
  readonly events: number;
}

/**
 * Several processes at work on one store. An answer is how many commands were done and how many different ones; p50 and p99
 * are from an event's being told to its command's being done, at a pace that leaves them time.
 */
export interface WorkersWork {
  readonly kind: 'workers';
  readonly id: 'workers' | 'floors';
  readonly title: string;
  /** What the figures are of. */
  readonly counted: { readonly name: 'events'; readonly perAnswer: 1 };
  inputs(count: number): readonly Burst[];
  expected(input: Burst): Promise<readonly number[]>;
}

/** A benchmark of a whole engine, or of several. */
export type EngineWork = LiveWork | WorkersWork;

export type Work = DrawnWork | RecordedWork | EngineWork;
export type Input = FactValues | Interaction | Question | Day | Burst;
