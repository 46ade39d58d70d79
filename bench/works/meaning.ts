import type { FactValues } from '../../engine/facts/definition.ts';
import type { RuleWork, SourceCondition, SourceLeaf } from './work.ts';

/** What a work's rules say of an input, read off the tree with nothing clever: what every contender is compared with. */
export function meaningOf(
  rules: RuleWork['rules'],
  wanted: RuleWork['wanted'],
  facts: FactValues,
): readonly number[] {
  const holding = rules.flatMap(({ when }, place) => (holds(when, facts) ? [place] : []));
  return wanted === 'first' ? holding.slice(0, 1) : holding;
}

function holds(condition: SourceCondition, facts: FactValues): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, facts));
  if ('any' in condition) return condition.any.some((part) => holds(part, facts));
  if ('not' in condition) return !holds(condition.not, facts);
  return compares(condition, facts[condition.fact]!);
}

function compares({ operator, value }: SourceLeaf, found: FactValues[string]): boolean {
  switch (operator) {
    case 'equal':
      return found === value;
    case 'lessThan':
      return found < value;
    case 'lessThanInclusive':
      return found <= value;
    case 'greaterThan':
      return found > value;
    case 'greaterThanInclusive':
      return found >= value;
    case 'containsText':
      return (found as string).includes(value as string);
    case 'containsWord':
      return new RegExp(`\\b${value}\\b`).test(found as string);
    default:
      throw new Error(`no contender has the operator ${operator}`);
  }
}
