import type { Path } from '../../engine/conditions/check.ts';
import { outcomeInWords } from '../../engine/conditions/inWords.ts';
import { canonicalJson } from '../../engine/canonical.ts';
import type { Decision } from '../../engine/decisions/policyRun.ts';
import { listed, type Expectation } from './case.ts';
import { firedIn } from './fired.ts';
import { asWritten } from './asWritten.ts';

/** Something that did not come out as a case has it. */
export interface Difference {
  /** What: a field of the decision, `fires`, `doesNotFire`, `reason`, or `decision` where none was made. */
  readonly field: string;
  readonly expected: unknown;
  /** Undefined where there is nothing. */
  readonly actual: unknown;
  /** In one sentence. */
  readonly message: string;
  /** Where it is written in the case. */
  readonly path: Path;
}

/** What is not as expected in a decision. @param explanation of it, line by line. */
export function differencesFrom(
  expect: Expectation,
  decision: Decision,
  explanation: () => readonly string[],
): readonly Difference[] {
  return [
    ...partsThatDiffer(expect, decision),
    ...rulesThatDiffer(expect, decision),
    ...reasonsNotSaid(expect, explanation),
  ];
}

function partsThatDiffer({ decision: parts = {} }: Expectation, decision: Decision): readonly Difference[] {
  return Object.entries(parts).flatMap(([field, expected]): Difference[] => {
    const actual = partAt(decision, field.split('.'));
    if (isSame(expected, actual)) return [];
    const is = actual === undefined || actual === null ? 'and there is none' : `and is ${asWritten(actual)}`;
    const message =
      expected === null
        ? `there should be no ${field}, ${is}`
        : `${field} should be ${asWritten(expected)}, ${is}`;
    return [{ field, expected, actual, message, path: ['expect', 'decision', field] }];
  });
}

function isSame(expected: unknown, actual: unknown): boolean {
  if (expected === actual) return true;
  if (typeof expected !== 'object' && typeof actual !== 'object') return false;
  return canonicalJson(expected) === canonicalJson(actual ?? null);
}

function partAt(of: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, step) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, step)
        ? (part as Readonly<Record<string, unknown>>)[step]
        : undefined,
    of,
  );
}

function rulesThatDiffer(expect: Expectation, decision: Decision): readonly Difference[] {
  const { fires, doesNotFire } = expect;
  if (fires === undefined && doesNotFire === undefined) return [];
  const fired = firedIn(decision);
  const differ = (field: 'fires' | 'doesNotFire', should: boolean): Difference[] =>
    listed(expect[field]).flatMap((rule, index) => {
      if (fired.includes(rule) === should) return [];
      const path = ['expect', field, ...(Array.isArray(expect[field]) ? [index] : [])];
      const message = should
        ? `"${rule}" should fire, and does not${whyNot(rule, decision)}`
        : `"${rule}" should not fire, and does${why(rule, decision)}`;
      return [{ field, expected: rule, actual: fired, message, path }];
    });
  return [...differ('fires', true), ...differ('doesNotFire', false)];
}

function whyNot(rule: string, decision: Decision): string {
  const outcome = decision.rules.find((one) => one.rule === rule);
  if (outcome === undefined) return '';
  if (!outcome.holds) return `: ${outcomeInWords(outcome)}`;
  const trigger =
    decision.point === 'handoff' ? decision.triggers.find(({ name }) => name === rule) : undefined;
  if (trigger !== undefined)
    return `: it holds for ${trigger.heldTurns} of ${trigger.forTurns} turns in a row`;
  return decision.point === 'skills' ? `: “${decision.decidedBy}” comes before it` : ', though it holds';
}

function why(rule: string, decision: Decision): string {
  const outcome = decision.rules.find((one) => one.rule === rule);
  return outcome === undefined || (outcome.holds && outcome.because?.length === 0)
    ? ''
    : `: ${outcomeInWords(outcome)}`;
}

function reasonsNotSaid(
  { reason }: Expectation,
  explanation: () => readonly string[],
): readonly Difference[] {
  return listed(reason).flatMap((said, index) => {
    const lines = explanation();
    if (lines.some((line) => line.includes(said))) return [];
    const path = ['expect', 'reason', ...(Array.isArray(reason) ? [index] : [])];
    const message = `the explanation should say ${asWritten(said)}, and does not`;
    return [{ field: 'reason', expected: said, actual: lines, message, path }];
  });
}
