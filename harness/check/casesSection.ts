import type { Case } from '../cases/case.ts';
import { placeInWords } from '../cases/rulePlaces.ts';
import { CaseRunner, type CaseResult } from '../cases/runCase.ts';
import type { Checked, Failure, Outcome, Section } from './section.ts';

/** The analysts' cases: what the policy should decide in given situations. */
export function casesSection({ casesFiles, policy }: Checked): Section {
  const runner = new CaseRunner(policy);
  const results = casesFiles.flatMap(({ cases }) => cases.map((one: Case) => runner.run(one)));
  const outcomes = results.map((one): Outcome => ({
    name: one.name,
    ...(one.at === undefined ? {} : { file: one.at.file, line: one.at.line }),
    failures: failuresOf(one),
  }));
  const passed = results.filter((one) => one.passed);
  return {
    name: 'cases',
    summary:
      results.length === 0
        ? 'none: write some beside the packs, in a file such as handoff.cases.yaml'
        : `${passed.length} of ${results.length} come out as written`,
    failures: outcomes.flatMap(({ failures }) => failures),
    lines: [],
    result: results,
    outcomes,
  };
}

/** One failure for each expectation that is not met; where the rules are, and the explanation, stand at the last. */
function failuresOf({ name, because, differences, explanation, rules }: CaseResult): readonly Failure[] {
  const why = because === undefined ? [] : [`it matters because ${because}`];
  const told = [...why, ...rules.map(placeInWords)];
  return differences.map(({ message, at }, index): Failure => {
    const isLast = index === differences.length - 1;
    return {
      code: 'case-failed',
      severity: 'error',
      ...at,
      rule: name,
      message,
      ...(isLast ? { details: [...told, ...explanation] } : {}),
    };
  });
}
