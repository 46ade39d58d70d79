import { factCatalogue } from '../facts/catalogue.ts';
import type { FactValue } from '../facts/definition.ts';
import type { Leaf } from './condition.ts';
import { operators } from './operators/operators.ts';
import type { LeafOutcome, RuleOutcome } from './outcome.ts';

/** A comparison as a rule has it, in words: `serviceLevel is less than 0.75`. */
export function comparisonInWords({ fact, operator, value }: Leaf): string {
  return `${fact} ${operators.get(operator)!.phrase} ${valueInWords(value, fact)}`;
}

/** A comparison as it came out, in words: `serviceLevel 0.71 is less than 0.75`. */
export function leafInWords({ fact, operator, value, found, from }: LeafOutcome): string {
  const comparison = `${operators.get(operator)!.phrase} ${valueInWords(value, fact)}`;
  switch (from) {
    case 'observed':
      return `${fact} (${valueInWords(found!, fact)}) ${comparison}`;
    case 'default':
      return `${fact} (missing, taken as ${valueInWords(found!, fact)}) ${comparison}`;
    case 'missing':
      return `${fact} (missing) ${comparison}`;
  }
}

/** A rule's outcome in words: why it holds, or the first comparison that does not. */
export function outcomeInWords({ holds, because, failedAt, unknowable }: RuleOutcome): string {
  if (unknowable !== undefined) return `nobody can say: the recording does not carry ${unknowable}`;
  if (holds) return because!.map(leafInWords).join(' and ');
  return failedAt!.from === 'missing'
    ? `${failedAt!.fact} is missing`
    : `it is not so that ${leafInWords(failedAt!)}`;
}

/** A fact's value in words, with its unit where that is seconds. */
export function valueInWords(value: FactValue, fact: string): string {
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value).replaceAll(',', ', ');
  const unit = factCatalogue.get(fact)?.unit;
  return unit === 'seconds' && typeof value === 'number' ? `${text} s` : text;
}
