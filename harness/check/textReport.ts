import { renderProblem } from '../../engine/problem.ts';
import type { CheckedPolicy, CheckResult } from './runCheck.ts';
import type { Failure, Section } from './section.ts';

/** The result as people read it; what is wrong before any check goes to the error stream. */
export function checkText({ policies }: CheckResult): string {
  const failed = policies.filter(({ passed }) => !passed).length;
  const verdict = failed === 0 ? 'passed' : `${failed} of ${policies.length} failed`;
  const isOne = policies.length === 1;
  return [...policies.flatMap((policy) => policyLines(policy, isOne)), ...(isOne ? [] : [verdict])].join(
    '\n',
  );
}

function policyLines({ policy, hash, passed, sections }: CheckedPolicy, isOne: boolean): readonly string[] {
  if (hash === undefined) return [`✗ ${policy}: it has errors, so nothing was checked`];
  return [
    `${passed ? '✓' : '✗'} ${policy}  (${hash.slice(0, 12)})`,
    ...sections.flatMap((section) => sectionLines(section, isOne)).map((line) => `  ${line}`),
  ];
}

function sectionLines(
  { name, summary, failures, lines, atLength = [] }: Section,
  isOne: boolean,
): readonly string[] {
  return [
    `${failures.length === 0 ? '✓' : '✗'} ${name}: ${summary}`,
    ...failures.flatMap(failureLines).map((line) => `  ${line}`),
    ...[...lines, ...(isOne ? atLength : [])].map((line) => `  ${line}`),
  ];
}

function failureLines({ details = [], ...problem }: Failure): readonly string[] {
  return [renderProblem(problem), ...details.map((line) => `    ${line}`)];
}
