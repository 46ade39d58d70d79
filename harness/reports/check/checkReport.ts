import { withCommas } from '../../figures.ts';
import type { CheckedPolicy, CheckResult } from '../../check/runCheck.ts';
import type { Failure, Section as CheckSection } from '../../check/section.ts';
import type { CoverageReport } from '../../coverage/coverageReport.ts';
import type { Finding } from '../../lint/finding.ts';
import { findingLines } from '../../lint/findingsText.ts';
import type { Card } from '../../invariants/policyCard.ts';
import { engineVersion } from '../../../engine/version.ts';
import { placeText } from '../placeText.ts';
import type { Block, Entry, Report, Section } from '../report.ts';
import type { Table } from '../table.ts';
import { cardBlocks } from './cardBlocks.ts';
import { coverageBlocks } from './coverageBlocks.ts';

/** Failures told one by one; the rest is counted. */
const mostFailures = 60;

/** Parts of a check that have more to show than lines, by their names. */
const drawn: Readonly<Record<string, (result: unknown) => readonly Block[]>> = {
  claims: (result) => cardBlocks(result as Card),
  lint: (result) => warningBlocks(result as readonly Finding[]),
  coverage: (result) => coverageBlocks(result as CoverageReport),
};

/** A check of policies, told for people. */
export function checkReport(result: CheckResult): Report {
  const { policies, passed, problems } = result;
  return {
    kind: 'Check',
    title: policies.length === 1 ? policies[0]!.policy : `${withCommas(policies.length)} policies`,
    subtitle: 'What the policies hold, whether they decide as their cases say, and what they keep.',
    summary: [
      passed
        ? { kind: 'verdict', tone: 'good', word: 'Passed', text: 'every part of the check' }
        : {
            kind: 'verdict',
            tone: 'bad',
            word: 'Failed',
            text: failedWords(policies),
          },
      { kind: 'table', table: overview(policies) },
      ...(problems.length === 0 ? [] : [failureBlock(problems)]),
    ],
    sections: policies.flatMap((policy) =>
      policy.sections.map((section) => sectionOf(policy, section, policies.length)),
    ),
    provenance: [
      ...policies.map(({ policy, hash }) => ['policy', `${policy} ${hash ?? ''}`.trim()] as const),
      ['engine', engineVersion],
    ],
  };
}

/** What failed: of one policy its parts, of several the policies. */
function failedWords(policies: readonly CheckedPolicy[]): string {
  const failed = policies.filter(({ passed }) => !passed);
  if (policies.length > 1) return `${withCommas(failed.length)} of ${withCommas(policies.length)} policies`;
  const parts = (failed[0]?.sections ?? []).filter(({ failures }) => failures.length > 0);
  return parts.length === 0
    ? 'it has errors, so nothing was checked'
    : parts.map(({ name }) => name).join(' and ');
}

function overview(policies: readonly CheckedPolicy[]): Table {
  const isOne = policies.length === 1;
  const rows = policies.flatMap(({ policy, hash, sections }) =>
    hash === undefined
      ? [[policy, '', '✗ failed', 'it has errors, so nothing was checked']]
      : sections.map(({ name, summary, failures }) => [
          policy,
          name,
          failures.length === 0 ? '✓ passed' : '✗ failed',
          summary,
        ]),
  );
  const columns = [
    { heading: 'policy' },
    { heading: 'part' },
    { heading: '' },
    { heading: 'how it came out' },
  ];
  return {
    caption: 'Parts of the check',
    columns: isOne ? columns.slice(1) : columns,
    rows: isOne ? rows.map((row) => row.slice(1)) : rows,
  };
}

function sectionOf({ policy }: CheckedPolicy, section: CheckSection, of: number): Section {
  const { name, summary, failures, lines, result } = section;
  const blocks = drawn[name]?.(result) ?? lines.map((text): Block => ({ kind: 'text', text }));
  return {
    heading: of === 1 ? name : `${policy}: ${name}`,
    blocks: [
      { kind: 'text', text: `${summary}.` },
      // The card tells what is broken itself, at more length.
      ...(failures.length === 0 || name === 'claims' ? [] : [failureBlock(failures)]),
      ...blocks,
    ],
  };
}

/** Findings that fail nothing. */
function warningBlocks(findings: readonly Finding[]): readonly Block[] {
  const warnings = findings.filter(({ severity }) => severity !== 'error');
  if (warnings.length === 0) return [];
  return [
    failureBlock(
      warnings.map((finding) => ({
        ...finding,
        details: findingLines(finding)
          .slice(1)
          .map((line) => line.trimStart()),
      })),
    ),
  ];
}

function failureBlock(failures: readonly Failure[]): Block {
  const left = failures.length - mostFailures;
  return {
    kind: 'entries',
    entries: failures.slice(0, mostFailures).map(entryOf),
    ...(left <= 0 ? {} : { more: `and ${withCommas(left)} more` }),
  };
}

function entryOf({ code, severity, message, hint, rule, details = [], ...where }: Failure): Entry {
  const place = placeText(where);
  return {
    title: rule === undefined ? message : `${rule}: ${message}`,
    tag: code,
    tone: severity === 'error' ? 'bad' : 'unsure',
    ...(place === undefined ? {} : { places: [place] }),
    lines: [...(hint === undefined ? [] : [`→ ${hint}`]), ...details],
  };
}
