import type { FactDefinition, FactValue } from '../facts/definition.ts';
import { show } from '../facts/values.ts';
import { didYouMean } from '../suggest.ts';
import { valueHint } from './valueHint.ts';
import type { Condition, Leaf } from './condition.ts';
import { operators } from './operators/operators.ts';
import type { Operator } from './operators/operator.ts';

/** Nesting beyond this is a mistake or an attack, not a policy. */
export const deepestCondition = 32;
/** Comparisons in one condition, named conditions put in place. */
export const mostLeaves = 5_000;

/** Keys and list positions from the root of a pack's document to a value in it. */
export type Path = readonly (string | number)[];

/** What checking a condition needs to know, and where it says what is wrong. */
export interface ConditionScope {
  /** The facts the pack's kind may read, by name. */
  readonly facts: ReadonlyMap<string, FactDefinition>;
  /** The facts that exist but belong to other kinds: why they are refused can be said. */
  readonly factsElsewhere: ReadonlyMap<string, FactDefinition>;
  /** The pack's named conditions as written, by name. */
  readonly named: ReadonlyMap<string, { readonly source: unknown; readonly path: Path }>;
  report(path: Path, code: string, message: string, hint?: string): void;
}

const groupKeys = ['all', 'any', 'not', 'condition'];
const leafKeys = ['fact', 'operator', 'value'];
/** json-rules-engine constructs that are left out, each with why and what to do. */
const leftOut: ReadonlyMap<string, string> = new Map([
  ['path', 'name a fact that holds the value itself'],
  ['params', 'name a fact that holds the value itself'],
  ['priority', 'the order of conditions does not matter; drop it'],
  ['name', 'put the comment above the condition, or name the rule'],
]);

/**
 * Checks a condition as written and puts it into normal form.
 * @returns undefined when anything in it was reported.
 */
export function checkCondition(source: unknown, path: Path, scope: ConditionScope): Condition | undefined {
  const walk = new ConditionWalk(scope);
  const condition = walk.node(source, path, false, []);
  return walk.failed ? undefined : condition;
}

class ConditionWalk {
  readonly #scope: ConditionScope;
  #leaves = 0;
  #depth = 0;
  failed = false;

  constructor(scope: ConditionScope) {
    this.#scope = scope;
  }

  #fail(path: Path, code: string, message: string, hint?: string): undefined {
    this.failed = true;
    this.#scope.report(path, code, message, hint);
  }

  node(source: unknown, path: Path, negated: boolean, opened: readonly string[]): Condition | undefined {
    if (this.#leaves > mostLeaves) return undefined;
    if (typeof source !== 'object' || source === null || Array.isArray(source)) {
      const hint = Array.isArray(source)
        ? 'put the list under `all:` or `any:`'
        : 'write { fact, operator, value }';
      return this.#fail(path, 'condition', `a condition must be a mapping, not ${show(source)}`, hint);
    }
    if (++this.#depth > deepestCondition) {
      const message = `conditions are nested more than ${deepestCondition} deep`;
      return this.#fail(path, 'too-deep', message, 'split the rule, or name parts of it under `conditions:`');
    }
    const node = source as Record<string, unknown>;
    const groups = groupKeys.filter((key) => Object.hasOwn(node, key));
    const result =
      groups.length === 0
        ? this.#leaf(node, path, negated)
        : this.#group(node, groups, path, negated, opened);
    this.#depth--;
    return result;
  }

  #group(
    node: Record<string, unknown>,
    groups: readonly string[],
    path: Path,
    negated: boolean,
    opened: readonly string[],
  ): Condition | undefined {
    const others = Object.keys(node).filter((key) => key !== groups[0]);
    if (others.length > 0) {
      const message = `"${groups[0]}" stands with ${others.map((key) => `"${key}"`).join(', ')} in one condition`;
      return this.#fail(
        [...path, others[0]!],
        'two-in-one',
        message,
        'a condition has one of all, any, not, or a comparison: nest them',
      );
    }
    const key = groups[0] as 'all' | 'any' | 'not' | 'condition';
    const inner = node[key];
    if (key === 'not') return this.node(inner, [...path, key], !negated, opened);
    if (key === 'condition') return this.#named(inner, [...path, key], negated, opened);
    if (!Array.isArray(inner)) {
      return this.#fail(
        [...path, key],
        'condition',
        `"${key}" must be a list of conditions, not ${show(inner)}`,
      );
    }
    if (inner.length === 0) {
      const message = `"${key}" is empty, and nobody can say what that means`;
      return this.#fail([...path, key], 'empty-group', message, 'add a condition or drop the group');
    }
    const parts = inner.map((part, index) => this.node(part, [...path, key, index], negated, opened));
    if (this.failed) return undefined;
    const conditions = parts as Condition[];
    if (conditions.length === 1) return conditions[0];
    return (key === 'all') === !negated ? { all: conditions } : { any: conditions };
  }

  #named(name: unknown, path: Path, negated: boolean, opened: readonly string[]): Condition | undefined {
    const known = this.#scope.named.get(nameOf(name));
    if (typeof name !== 'string' || known === undefined) {
      const hint = didYouMean(nameOf(name), this.#scope.named.keys()) ?? 'define it under `conditions:`';
      return this.#fail(path, 'unknown-condition', `unknown named condition ${show(name)}`, hint);
    }
    if (opened.includes(name)) {
      const round = [...opened.slice(opened.indexOf(name)), name].join(' → ');
      return this.#fail(path, 'circular-condition', `named conditions go round in a circle: ${round}`);
    }
    return this.node(known.source, known.path, negated, [...opened, name]);
  }

  #leaf(node: Record<string, unknown>, path: Path, negated: boolean): Condition | undefined {
    for (const key of Object.keys(node).filter((key) => !leafKeys.includes(key))) {
      const why = leftOut.get(key);
      const hint = why ?? didYouMean(key, [...leafKeys, ...groupKeys]);
      this.#fail(
        [...path, key],
        why === undefined ? 'unknown-key' : 'left-out',
        `a condition has no "${key}" here`,
        hint,
      );
    }
    for (const key of leafKeys.filter((key) => !Object.hasOwn(node, key))) {
      this.#fail(path, 'missing-key', `the condition lacks "${key}"`, 'write { fact, operator, value }');
    }
    if (this.failed) return undefined;
    if (++this.#leaves === mostLeaves + 1) {
      return this.#fail(
        path,
        'too-large',
        `the condition has more than ${mostLeaves} comparisons`,
        'use `in` with a list',
      );
    }
    const fact = this.#fact(node['fact'], [...path, 'fact']);
    const operator = this.#operator(node['operator'], [...path, 'operator']);
    if (fact === undefined || operator === undefined) return undefined;
    return this.#comparison(fact, operator, node['value'], path, negated);
  }

  #fact(name: unknown, path: Path): FactDefinition | undefined {
    const { facts, factsElsewhere } = this.#scope;
    const fact = facts.get(name as string);
    if (fact !== undefined) return fact;
    if (factsElsewhere.has(name as string)) {
      const hint = `this kind of pack reads facts about the ${[...new Set([...facts.values()].map((known) => known.subject))].join(', ')}`;
      return this.#fail(path, 'fact-elsewhere', `"${nameOf(name)}" cannot be read here`, hint);
    }
    return this.#fail(
      path,
      'unknown-fact',
      `unknown fact ${show(name)}`,
      didYouMean(nameOf(name), facts.keys()),
    );
  }

  #operator(name: unknown, path: Path): Operator | undefined {
    const operator = operators.get(name as string);
    if (operator !== undefined) return operator;
    return this.#fail(
      path,
      'unknown-operator',
      `unknown operator ${show(name)}`,
      didYouMean(nameOf(name), operators.keys()),
    );
  }

  #comparison(
    fact: FactDefinition,
    operator: Operator,
    value: unknown,
    path: Path,
    negated: boolean,
  ): Leaf | undefined {
    if (!operator.factTypes.includes(fact.type)) {
      const fitting = [...operators.values()].filter((other) => other.factTypes.includes(fact.type));
      const message = `"${operator.name}" does not compare ${fact.type === 'number' ? 'numbers' : `a fact of type ${fact.type}`} such as ${fact.name}`;
      return this.#fail(
        [...path, 'operator'],
        'operator-type',
        message,
        `for ${fact.name} use one of ${fitting.map((other) => other.name).join(', ')}`,
      );
    }
    const wrong = operator.valueProblem(fact, value);
    if (wrong !== undefined) {
      const message = `the value compared with ${fact.name} ${wrong}`;
      return this.#fail(
        [...path, 'value'],
        'value-type',
        message,
        operator.takesList ? undefined : valueHint(fact, value),
      );
    }
    const name = negated ? operator.negation : operator.name;
    return { fact: fact.name, operator: name, value: inOneSpelling(operator, value as FactValue) };
  }
}

/** The order and repetition of a list's members say nothing, and one phrase is a list of one. */
function inOneSpelling({ takesList }: Operator, value: FactValue): FactValue {
  if (!takesList) return value;
  const members = new Set([value].flat() as readonly (string | number)[]);
  return [...members].sort((a, b) => (a < b ? -1 : 1)) as readonly string[];
}

function nameOf(name: unknown): string {
  return typeof name === 'string' ? name : '';
}
