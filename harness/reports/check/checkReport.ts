import { withCommas } from '../../figures.ts';
import type { CheckedPolicy, CheckResult } from '../../check/runCheck.ts';
import type { Failure, Section as CheckSection } from '../../check/section.ts';
import type { CoverageReport } from '../../coverage/coverageReport.ts';
import type { Card } from '../../invariants/policyCard.ts';
import { engineVersion } from '../../../engine/version.ts';
import { placeText } from '../placeText.ts';
import type { Block, Entry, Report, Section } from '../report.ts';
import { cardBlocks } from './cardBlocks.ts';
import { coverageBlocks } from './coverageBlocks.ts';

/** Failures told one by one; the rest is counted. */
const mostFailures = 60;

/** Parts of a check that have more to show than lines, by their names. */
const drawn: Readonly<Record<string, (result: unknown) => readonly Block[]>> = {
  card: (result) => cardBlocks(result as Card),
  coverage: (result) => coverageBlocks(result as CoverageReport),
};

/** A check of policies, told for people. */
export function checkReport(result: CheckResult): Report {
  const { policies, passed, problems } = result;
  const failed = policies.filter((one) => !one.passed).length;
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
            text: `${withCommas(failed)} of ${withCommas(policies.length)} ${policies.length === 1 ? 'policy' : 'policies'}`,
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

function overview(policies: readonly CheckedPolicy[]) {
  return {
    caption: 'Parts of the check',
    columns: [{ heading: 'policy' }, { heading: 'part' }, { heading: '' }, { heading: 'how it came out' }],
    rows: policies.flatMap(({ policy, hash, sections }) =>
      hash === undefined
        ? [[policy, '', '✗ failed', 'it has errors, so nothing was checked']]
        : sections.map(({ name, summary, failures }) => [
            policy,
            name,
            failures.length === 0 ? '✓ passed' : '✗ failed',
            summary,
          ]),
    ),
  };
}

function sectionOf({ policy }: CheckedPolicy, section: CheckSection, of: number): Section {
  const { name, summary, failures, lines, result } = section;
  const blocks = drawn[name]?.(result) ?? lines.map((text): Block => ({ kind: 'text', text }));
  return {
    heading: of === 1 ? name : `${policy}: ${name}`,
    blocks: [
      { kind: 'text', text: `${summary}.` },
      // The blocks of the card tell what it breaks themselves, at more length.
      ...(failures.length === 0 || name === 'card' ? [] : [failureBlock(failures)]),
      ...blocks,
    ],
  };
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
