import { renderProblem } from '../../engine/problem.ts';
import type { CheckedPolicy, CheckResult } from './runCheck.ts';
import type { Outcome, Section } from './section.ts';

/** One thing that was held to something, for a report of tests. */
export interface SuiteOutcome {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  /** Absent when it passed. */
  readonly failure?: { readonly message: string; readonly details: readonly string[] };
}

/** A part of the check of one policy, as a suite of tests. */
export interface Suite {
  readonly name: string;
  readonly outcomes: readonly SuiteOutcome[];
}

/** A check as suites of tests, one for each part of each policy: what CI servers show. */
export function suitesOf({ policies }: CheckResult): readonly Suite[] {
  return policies.flatMap(suitesOfPolicy);
}

function suitesOfPolicy({ policy, sections }: CheckedPolicy): readonly Suite[] {
  return sections.map((section) => ({
    name: `${policy} ${section.name}`,
    outcomes: (section.outcomes ?? [asOne(section)]).map(suiteOutcome),
  }));
}

function asOne({ name, failures }: Section): Outcome {
  return { name, failures };
}

function suiteOutcome({ name, file, line, failures }: Outcome): SuiteOutcome {
  const [first] = failures;
  const where = { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
  if (first === undefined) return { name, ...where };
  const details = failures.flatMap((failure) => [renderProblem(failure), ...(failure.details ?? [])]);
  return { name, ...where, failure: { message: first.message, details } };
}
