import { renderProblem } from '../../engine/problem.ts';
import type { TestOutcome, TestSuite } from '../reports/junit.ts';
import type { CheckedPolicy, CheckResult } from './runCheck.ts';
import type { Outcome, Section } from './section.ts';

/** A check as suites of tests, one for each part of each policy: what CI servers show. */
export function suitesOf({ policies }: CheckResult): readonly TestSuite[] {
  return policies.flatMap(suitesOfPolicy);
}

function suitesOfPolicy({ policy, sections }: CheckedPolicy): readonly TestSuite[] {
  return sections.map((section) => ({
    name: `${policy} ${section.name}`,
    outcomes: (section.outcomes ?? [asOne(section)]).map(suiteOutcome),
  }));
}

function asOne({ name, failures }: Section): Outcome {
  return { name, failures };
}

function suiteOutcome({ name, file, line, failures }: Outcome): TestOutcome {
  const [first] = failures;
  const where = { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
  if (first === undefined) return { name, ...where };
  const details = failures.flatMap((failure) => [renderProblem(failure), ...(failure.details ?? [])]);
  return { name, ...where, failure: { message: first.message, details } };
}
