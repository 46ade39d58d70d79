import type { FactDefinition } from './definition.ts';
import { parseServiceLevelTarget } from './serviceLevelTarget.ts';

/**
 * Why a value cannot be this fact's value, in the user's words; undefined when it can.
 * The same check guards rule files, recordings and, live, what the platform sends.
 */
export function factValueProblem(fact: FactDefinition, value: unknown): string | undefined {
  switch (fact.type) {
    case 'number':
      return numberProblem(fact, value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `must be true or false, not ${show(value)}`;
    case 'text':
      return textProblem(value);
    case 'enumeration':
      return fact.values!.includes(value as string)
        ? undefined
        : `must be one of ${fact.values!.join(', ')}, not ${show(value)}`;
    case 'textList':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? undefined
        : `must be a list of texts, not ${show(value)}`;
    case 'serviceLevelTarget':
      return typeof value === 'string' && parseServiceLevelTarget(value) !== undefined
        ? undefined
        : `must be percent/seconds such as 80/20, not ${show(value)}`;
    case 'proficiencies':
      return isProficiencies(value)
        ? undefined
        : `must map names to a proficiency of at least 0, not ${show(value)}`;
  }
}

/** Longer than anything a person says in one turn; matching longer texts would keep others waiting. */
export const longestText = 10_000;

function textProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return `must be text, not ${show(value)}`;
  return value.length <= longestText
    ? undefined
    : `must be at most ${longestText} characters long, not ${value.length}`;
}

function numberProblem(fact: FactDefinition, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return `must be a number, not ${show(value)}`;
  if (fact.integer === true && !Number.isInteger(value)) return `must be a whole number, not ${value}`;
  const { minimum = -Infinity, maximum = Infinity } = fact.range ?? {};
  if (value >= minimum && value <= maximum) return undefined;
  if (maximum === Infinity) return `must be at least ${minimum}, not ${value}`;
  return `must be from ${minimum} to ${maximum}, not ${value}`;
}

function isProficiencies(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((held) => typeof held === 'number' && Number.isFinite(held) && held >= 0);
}

/** A value as an error quotes it: short, and telling text from number. */
export function show(value: unknown): string {
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : String(value);
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
