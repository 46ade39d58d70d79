import type { FactDefinition, FactValue } from '../../facts/definition.ts';
import { show } from '../../facts/values.ts';
import { foldText } from '../text/fold.ts';

/** The value of a text operator as a list: one phrase may be written without brackets. */
export function phrases(value: FactValue): readonly string[] {
  return typeof value === 'string' ? [value] : (value as readonly string[]);
}

/** For operators that compare with one text. */
export function textProblem(_fact: FactDefinition, value: unknown): string | undefined {
  return typeof value === 'string' ? undefined : `must be one text, not ${show(value)}`;
}

/** For operators that look for one phrase or any of several. */
export function phrasesProblem(_fact: FactDefinition, value: unknown): string | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return 'must name at least one word or phrase';
  for (const phrase of list) {
    if (typeof phrase !== 'string') return `must be a word, a phrase, or a list of them, not ${show(phrase)}`;
    if (foldText(phrase).trim() === '') return 'must not hold an empty phrase, which every text has';
  }
  return undefined;
}
