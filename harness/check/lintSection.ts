import { findingLines } from '../lint/findingsText.ts';
import type { Finding } from '../lint/finding.ts';
import { lintPolicy } from '../lint/lintPolicy.ts';
import type { Checked, Failure, Section } from './section.ts';

/** What is wrong, or looks wrong, with the rules: each finding with an input that shows it. */
export function lintSection({ policy, options: { skills } }: Checked): Section {
  const findings = lintPolicy(policy, skills === undefined ? {} : { skills });
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity !== 'error');
  return {
    name: 'lint',
    summary: summaryOf(errors.length, warnings.length),
    failures: errors.map(failureOf),
    lines: warnings.flatMap(findingLines),
    result: findings,
  };
}

function summaryOf(errors: number, warnings: number): string {
  const parts = [
    ...(errors === 0 ? [] : [errors === 1 ? '1 finding' : `${errors} findings`]),
    ...(warnings === 0 ? [] : [warnings === 1 ? '1 warning' : `${warnings} warnings`]),
  ];
  return parts.length === 0 ? 'nothing found' : parts.join(', ');
}

function failureOf(finding: Finding): Failure {
  const [, ...details] = findingLines(finding);
  return { ...finding, details: details.map((line) => line.trimStart()) };
}
