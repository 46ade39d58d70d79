import type { Condition, Leaf } from '../condition.ts';

/** A conjunction of leaves: a rule in disjunctive normal form holds when all leaves of any of its terms do. */
export type Term = readonly Leaf[];

/** A rule that expands into more terms than this is evaluated leaf by leaf instead. */
export const mostTerms = 256;

/**
 * The condition as a list of terms; undefined when there would be too many.
 * Conditions are in normal form, so there is no negation left to push.
 */
export function termsOf(condition: Condition): readonly Term[] | undefined {
  if ('any' in condition) return concatenated(condition.any.map(termsOf));
  if ('all' in condition) return multiplied(condition.all.map(termsOf));
  return [[condition]];
}

function concatenated(parts: readonly (readonly Term[] | undefined)[]): readonly Term[] | undefined {
  const terms: Term[] = [];
  for (const part of parts) {
    if (part === undefined || terms.length + part.length > mostTerms) return undefined;
    terms.push(...part);
  }
  return terms;
}

function multiplied(parts: readonly (readonly Term[] | undefined)[]): readonly Term[] | undefined {
  let terms: Term[] = [[]];
  for (const part of parts) {
    if (part === undefined || terms.length * part.length > mostTerms) return undefined;
    terms = terms.flatMap((left) => part.map((right) => [...left, ...right]));
  }
  return terms;
}
