import type { Path } from '../../engine/conditions/check.ts';
import { factCatalogue } from '../../engine/facts/catalogue.ts';
import { show } from '../../engine/facts/values.ts';
import type { SchemaProblem } from '../../engine/packs/schemaProblems.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { didYouMean } from '../../engine/suggest.ts';
import { caseConversation } from './aftermath.ts';
import type { Case, Expectation, Given } from './case.ts';
import { fieldsOf, type FieldContent } from './decisionFields.ts';
import { vocabularyOf, type Vocabulary } from './vocabulary.ts';

/** Between the names of rules that have settled something together; no name has it. */
const together = ' + ';

type Report = (path: Path, code: string, message: string, hint?: string) => void;

/**
 * What a case expects that the policy can never come to, or that nobody would look at: fields, rules and skills that do not
 * exist. By path in the case.
 */
export function expectationProblems({ given, expect }: Case, policy: Policy): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const report: Report = (path, code, message, hint) =>
    void problems.push({ path, code, message, ...(hint === undefined ? {} : { hint }) });
  const vocabulary = vocabularyOf(policy, expect.point);
  if (!vocabulary.isDecided) {
    const { name } = policy;
    const message = `${name} has no ${vocabulary.kind} pack, so it decides nothing at ${expect.point}`;
    report(['expect', 'point'], 'not-decided', message);
    return problems;
  }
  checkRules(expect, vocabulary, report);
  for (const [field, value] of Object.entries(expect.decision ?? {}))
    checkField(field, value, ['expect', 'decision', field], expect, vocabulary, report);
  checkWho(given, expect, report);
  if (given.queueFacts !== undefined && given.queue === undefined && given.turns === undefined)
    report(
      ['given', 'queueFacts'],
      'no-queue',
      'there is no queue that these are facts of',
      'give the queue',
    );
  if (given.waiting !== undefined && given.queue === undefined)
    report(['given', 'waiting'], 'no-queue', 'there is no queue that they wait in', 'give the queue');
  return problems;
}

function checkRules({ point, ...expect }: Expectation, { rules, kind }: Vocabulary, report: Report): void {
  for (const field of ['fires', 'doesNotFire'] as const) {
    const written = expect[field];
    if (written === undefined) continue;
    [written].flat().forEach((rule, index) => {
      if (rules.includes(rule)) return;
      const path = ['expect', field, ...(Array.isArray(written) ? [index] : [])];
      const hint = rules.length === 0 ? 'expect parts of the decision instead' : didYouMean(rule, rules);
      const message =
        rules.length === 0
          ? `a ${kind} pack has no rules that fire`
          : `no rule at ${point} is called "${rule}"`;
      report(path, 'unknown-rule', message, hint);
    });
  }
}

function checkField(
  field: string,
  value: unknown,
  path: Path,
  { point }: Expectation,
  vocabulary: Vocabulary,
  report: Report,
): void {
  let content: FieldContent = fieldsOf(point);
  const steps = field.split('.');
  for (const [index, step] of steps.entries()) {
    if (content === 'anything') break;
    const known: readonly string[] = content === 'value' ? [] : Object.keys(content);
    if (!known.includes(step)) {
      const above = steps.slice(0, index).join('.');
      const where = above === '' ? `a decision at ${point}` : above;
      report(path, 'unknown-field', `${where} has no field "${step}"`, didYouMean(step, known));
      return;
    }
    content = (content as Readonly<Record<string, FieldContent>>)[step]!;
  }
  if (steps[0] === 'facts') checkFacts(steps[1], value, path, report);
  if (typeof content === 'object' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [inner, part] of Object.entries(value))
      checkField(`${field}.${inner}`, part, [...path, inner], { point }, vocabulary, report);
    return;
  }
  checkValue(field, value, path, vocabulary, report);
}

function checkFacts(named: string | undefined, value: unknown, path: Path, report: Report): void {
  const names = named === undefined ? Object.keys(value ?? {}) : [named];
  for (const name of names) {
    if (factCatalogue.has(name)) continue;
    const own = named === undefined ? [...path, name] : path;
    report(own, 'unknown-fact', `unknown fact "${name}"`, didYouMean(name, factCatalogue.keys()));
  }
}

function checkValue(field: string, value: unknown, path: Path, { values }: Vocabulary, report: Report): void {
  const vocabulary = values[field];
  if (vocabulary === undefined || value === null) return;
  const { what } = vocabulary;
  const known = [...new Set(vocabulary.known)];
  [value].flat().forEach((one, index) => {
    const unknown = namesIn(one).find((name) => !known.includes(name as string));
    if (unknown === undefined) return;
    const own = Array.isArray(value) ? [...path, index] : path;
    const hint = didYouMean(typeof unknown === 'string' ? unknown : '', known);
    report(own, 'unknown-value', `there is no ${what} ${show(unknown)}`, hint);
  });
}

/** What several rules have settled together is called by all of their names. */
function namesIn(value: unknown): readonly unknown[] {
  return typeof value === 'string' ? value.split(together) : [value];
}

/** Agents and conversations are those of the case. */
function checkWho(given: Given, { point, decision = {} }: Expectation, report: Report): void {
  const check = (field: string, known: readonly string[], what: string): void => {
    const value = decision[field];
    if (value === undefined || value === null || known.includes(value as string)) return;
    const hint = didYouMean(typeof value === 'string' ? value : '', known);
    report(['expect', 'decision', field], 'unknown-value', `${what} ${show(value)} in this case`, hint);
  };
  if (point === 'ranking') {
    const later = (given.then ?? []).flatMap(({ agents = {} }) => Object.keys(agents));
    check('winner', [...Object.keys(given.agents ?? {}), ...later], 'there is no agent');
  }
  if (point === 'order')
    check('next', [caseConversation, ...Object.keys(given.waiting ?? {})], 'nobody who waits is called');
}
