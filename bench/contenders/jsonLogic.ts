import type { RuleWork, SourceCondition } from '../works/work.ts';

const comparisons: Readonly<Record<string, string>> = {
  equal: '===',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
};

/** A condition in JSON Logic; whole words are an operation both engines are given. */
export function logicOf(condition: SourceCondition): unknown {
  if ('all' in condition) return { and: condition.all.map(logicOf) };
  if ('any' in condition) return { or: condition.any.map(logicOf) };
  if ('not' in condition) return { '!': [logicOf(condition.not)] };
  const { fact, operator, value } = condition;
  if (operator === 'containsText') return { in: [value, { var: fact }] };
  if (operator === 'containsWord') return { hasWholeWord: [{ var: fact }, value] };
  return { [comparisons[operator]!]: [{ var: fact }, value] };
}

/** The place of the first rule that holds, as one `if` of many branches. */
export function firstLogic(rules: RuleWork['rules']): unknown {
  return { if: [...rules.flatMap(({ when }, place) => [logicOf(when), place]), -1] };
}

/** Whether each rule holds, as one list. */
export function everyLogic(rules: RuleWork['rules']): unknown {
  return rules.map(({ when }) => logicOf(when));
}
