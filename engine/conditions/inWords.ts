import { factCatalogue } from '../facts/catalogue.ts';
import type { FactValue } from '../facts/definition.ts';
import type { Leaf } from './condition.ts';
import { operators } from './operators/operators.ts';
import type { LeafOutcome, RuleOutcome } from './outcome.ts';

/** A comparison as a rule has it, in words: `serviceLevel is less than 0.75`. */
export function comparisonInWords({ fact, operator, value }: Leaf): string {
  return `${fact} ${operators.get(operator)!.phrase} ${wantedInWords(value, fact)}`;
}

/** A comparison as it came out, in words: `serviceLevel 0.71 is less than 0.75`. */
export function leafInWords({ fact, operator, value, found, from }: LeafOutcome): string {
  const comparison = `${operators.get(operator)!.phrase} ${wantedInWords(value, fact)}`;
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
  if (Array.isArray(value)) return inARow(value, fact, 'and');
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value).replaceAll(',', ', ');
  const unit = factCatalogue.get(fact)?.unit;
  return unit === 'seconds' && typeof value === 'number' ? `${text} s` : text;
}

/** What a fact is compared with: any of a list will do. */
function wantedInWords(value: FactValue, fact: string): string {
  return Array.isArray(value) ? inARow(value, fact, 'or') : valueInWords(value, fact);
}

/** `“a”, “b” and “c”`; `none` of an empty list. */
function inARow(values: readonly FactValue[], fact: string, last: 'and' | 'or'): string {
  const words = values.map((one) => valueInWords(one, fact));
  if (words.length < 2) return words[0] ?? 'none';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)!}`;
}
