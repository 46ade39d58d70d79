import type { SourceCondition, SourceLeaf } from '../works/work.ts';

/** How a language of expressions spells what the works need. */
export interface Dialect {
  readonly and: string;
  readonly or: string;
  readonly equal: string;
  not(expression: string): string;
  number(value: number): string;
  /** Whether a text has a keyword anywhere; both are expressions. */
  containsText(text: string, keyword: string): string;
  containsWord?(text: string, keyword: string): string;
}

const comparisons: Readonly<Record<string, string>> = {
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
};

/** A condition in a language of expressions. */
export function expressionOf(condition: SourceCondition, dialect: Dialect): string {
  const group = (parts: readonly SourceCondition[], joint: string): string =>
    `(${parts.map((part) => expressionOf(part, dialect)).join(` ${joint} `)})`;
  if ('all' in condition) return group(condition.all, dialect.and);
  if ('any' in condition) return group(condition.any, dialect.or);
  if ('not' in condition) return dialect.not(expressionOf(condition.not, dialect));
  return comparison(condition, dialect);
}

function comparison({ fact, operator, value }: SourceLeaf, dialect: Dialect): string {
  const written = typeof value === 'number' ? dialect.number(value) : JSON.stringify(value);
  switch (operator) {
    case 'equal':
      return `${fact} ${dialect.equal} ${written}`;
    case 'containsText':
      return dialect.containsText(fact, written);
    case 'containsWord':
      return dialect.containsWord!(fact, written);
    default:
      return `${fact} ${comparisons[operator]!} ${written}`;
  }
}

/** For languages with a conditional: the place of the first rule that holds, −1 when none does. */
export function conditional(
  rules: readonly { readonly when: SourceCondition }[],
  dialect: Dialect,
  write: (condition: string, then: string) => string,
): string {
  return `${rules.map(({ when }, place) => write(expressionOf(when, dialect), String(place))).join('')}-1`;
}
