import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Path } from '../conditions/check.ts';
import { show } from '../facts/values.ts';
import { closest, didYouMean } from '../suggest.ts';

/** What a schema found wrong, in the user's words. */
export interface SchemaProblem {
  readonly path: Path;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Turns AJV's errors (made with `verbose` and `allErrors`) into sentences. Errors that only say that some alternative
 * did not fit are left out where a more telling one stands at the same place or below.
 */
export function schemaProblems(errors: readonly ErrorObject[]): SchemaProblem[] {
  const telling = errors.filter(
    (error) => !['if', 'oneOf', 'anyOf', 'allOf', 'not', 'propertyNames'].includes(error.keyword),
  );
  const vague = errors.filter((error) => ['oneOf', 'anyOf', 'not'].includes(error.keyword));
  const lonely = vague.filter(
    (error) => !telling.some((other) => other.instancePath.startsWith(error.instancePath)),
  );
  const seen = new Set<string>();
  return [...telling, ...lonely].map(sentence).filter((problem) => {
    const key = JSON.stringify([problem.path, problem.message]);
    return !seen.has(key) && seen.add(key);
  });
}

function sentence(error: ErrorObject): SchemaProblem {
  const path = pathOf(error.instancePath);
  const name = nameOf(path);
  const params = error.params as Record<string, unknown>;
  const value = show(error.data);
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
      const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
      return withHint(
        { path: [...path, key], code: 'unknown-key', message: `unknown key "${key}"` },
        didYouMean(key, known),
      );
    }
    case 'required':
      return { path, code: 'missing-key', message: `"${String(params['missingProperty'])}" is missing here` };
    case 'type':
      return {
        path,
        code: 'wrong-type',
        message: `${name} must be ${article(params['type'])}, not ${value}`,
      };
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]).map(String);
      // Those that are allowed stand in the sentence already.
      const near = typeof error.data === 'string' ? closest(error.data, allowed) : undefined;
      return withHint(
        { path, code: 'not-allowed', message: `${name} must be one of ${allowed.join(', ')}, not ${value}` },
        near === undefined ? undefined : `did you mean "${near}"?`,
      );
    }
    case 'const':
      return {
        path,
        code: 'not-allowed',
        message: `${name} must be ${show(params['allowedValue'])}, not ${value}`,
      };
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return {
        path,
        code: 'out-of-range',
        message: `${name} must be ${bound(error.keyword)} ${show(params['limit'])}, not ${value}`,
        ...percentHint(params['limit'], error.data),
      };
    case 'uniqueItems': {
      const repeated = (error.data as readonly unknown[])[Number(params['i'])];
      return { path, code: 'repeated', message: `${name} has ${show(repeated)} twice` };
    }
    case 'minItems':
      return { path, code: 'empty-list', message: `${name} must name at least ${show(params['limit'])}` };
    case 'minLength': {
      // What is told of too short a text is how long it must be, never the text: it may be a key.
      const least = Number(params['limit']);
      return least === 1
        ? { path, code: 'empty-text', message: `${name} must not be empty` }
        : { path, code: 'too-short', message: `${name} must have at least ${least} characters` };
    }
    case 'pattern':
      return withHint(
        { path, code: 'malformed', message: `${name} is malformed: ${value}` },
        error.parentSchema?.['description'] as string | undefined,
      );
    case 'minProperties':
      return { path, code: 'empty', message: `${name} must say something` };
    default:
      return { path, code: 'schema', message: `${name} ${error.message ?? 'is wrong'}` };
  }
}

/** A list's member goes by its place in the list, from 1. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the document';
  return /^\d+$/.test(String(last)) && path.length > 1
    ? `entry ${Number(last) + 1} of "${String(path.at(-2))}"`
    : `"${String(last)}"`;
}

/** A fraction written as percent is the commonest number out of range. */
function percentHint(limit: unknown, value: unknown): { hint?: string } {
  const isPercent = limit === 1 && typeof value === 'number' && value > 1 && value <= 100;
  return isPercent ? { hint: `${value} % is ${value / 100}` } : {};
}

function withHint(problem: SchemaProblem, hint: string | undefined): SchemaProblem {
  return hint === undefined ? problem : { ...problem, hint };
}

function pathOf(pointer: string): Path {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function article(type: unknown): string {
  const names: Record<string, string> = {
    object: 'a mapping',
    array: 'a list',
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
  };
  return [type]
    .flat()
    .map((one) => names[String(one)] ?? String(one))
    .join(' or ');
}

function bound(keyword: string): string {
  const words: Record<string, string> = {
    minimum: 'at least',
    maximum: 'at most',
    exclusiveMinimum: 'more than',
    exclusiveMaximum: 'less than',
  };
  return words[keyword]!;
}
