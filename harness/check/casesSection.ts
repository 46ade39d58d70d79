import { runCase } from '../cases/runCase.ts';
import type { Checked, Failure, Section } from './section.ts';

/** The analysts' cases: what the policy should decide in given situations. */
export function casesSection({ casesFiles, policy }: Checked): Section {
  const results = casesFiles.flatMap(({ file, cases }) =>
    cases.map((one) => ({ file, ...runCase(one, policy) })),
  );
  const failures = results.flatMap(({ file, name, differences, explanation }) =>
    differences.map(({ field, expected, actual }): Failure => ({
      code: 'case-failed',
      severity: 'error',
      file,
      subject: name,
      message: `${field} should be ${JSON.stringify(expected)}, and is ${JSON.stringify(actual)}`,
      details: explanation,
    })),
  );
  const failed = results.filter(({ passed }) => !passed).length;
  return {
    name: 'cases',
    summary: `${results.length - failed} of ${results.length} come out as written`,
    failures,
    lines: [],
    result: results,
    passed: results.filter(({ passed }) => passed).map(({ name }) => name),
  };
}
