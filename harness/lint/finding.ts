import type { Path } from '../../engine/conditions/check.ts';
import type { FactValues } from '../../engine/facts/definition.ts';
import type { Problem } from '../../engine/problem.ts';
import type { LintRule } from './lintRules.ts';

/** A concrete input that shows a finding. */
export interface Witness {
  /** The facts; those that are not here are missing. */
  readonly facts: FactValues;
  /** What happens then, in words. */
  readonly shows: string;
}

/** Something lint found in a policy: a problem whose code is a lint rule's id. */
export interface Finding extends Problem {
  readonly code: LintRule;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The other rules of the pack that it is about, by name. */
  readonly others?: readonly string[];
  /** Absent where no input shows it: of comments, and of what was not analysed. */
  readonly witness?: Witness;
}

/** A finding in a pack, before its place in the file is known. */
export interface Found {
  readonly code: LintRule;
  /** Where it is written, from the root of the pack's document. */
  readonly path: Path;
  /** The rule it is in; absent where it is the whole pack's. */
  readonly rule?: string;
  readonly message: string;
  readonly hint?: string;
  readonly others?: readonly string[];
  readonly witness?: Witness;
}
