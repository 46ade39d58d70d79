import type { Policy } from '../../engine/packs/policy.ts';
import type { Problem } from '../../engine/problem.ts';
import type { CasesFile } from '../cases/casesFile.ts';
import type { CardOptions } from '../invariants/policyCard.ts';
import type { OnProgress } from '../recording/read.ts';

/** What a policy is checked with. */
export interface CheckOptions {
  /** Recordings that count as exercise beside the cases. */
  readonly recordings: readonly string[];
  /** The skills that agents have; without them nothing is said of a skill that nobody has. */
  readonly skills?: ReadonlySet<string>;
  /** How claims are tried; as the card has it by default. */
  readonly card?: Pick<CardOptions, 'seed' | 'runs' | 'only'>;
}

/** The policy being checked: it has loaded without an error. */
export interface Checked {
  readonly folder: string;
  readonly policy: Policy;
  /** Those beside its packs. */
  readonly casesFiles: readonly CasesFile[];
  readonly options: CheckOptions;
  readonly onProgress: OnProgress;
}

/** Something that fails, with what there is to say about it. */
export interface Failure extends Problem {
  /** Why, line by line. */
  readonly details?: readonly string[];
}

/** One thing that was tried, and how that came out. */
export interface Outcome {
  readonly name: string;
  /** Where it is written. */
  readonly file?: string;
  readonly line?: number;
  /** What fails it; empty when it passed. */
  readonly failures: readonly Failure[];
}

/** One part of a check, and what came of it. */
export interface Section {
  /** A word or two: `cases`. */
  readonly name: string;
  /** One line: what was checked, and how it came out. */
  readonly summary: string;
  /** What fails the check; empty when it passes. */
  readonly failures: readonly Failure[];
  /** What there is to know beside, as people read it. */
  readonly lines: readonly string[];
  /** What there is to know where one policy alone is checked. */
  readonly atLength?: readonly string[];
  /** All of it, for programs. */
  readonly result: unknown;
  /** The single things that were tried, where they are worth a line each in a report of tests; else the part is one. */
  readonly outcomes?: readonly Outcome[];
}

/** A part of the check. */
export type SectionCheck = (checked: Checked) => Section | Promise<Section>;
