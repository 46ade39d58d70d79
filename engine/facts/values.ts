import type { FactDefinition } from './definition.ts';
import { parseServiceLevelTarget } from './serviceLevelTarget.ts';

/** Says what a value is, in a problem about it. */
type Quote = (value: unknown) => string;

/**
 * Why a value cannot be this fact's value, in the user's words; undefined when it can.
 * The same check guards rule files, recordings and, live, what the platform sends.
 * @param quote `kindOf` where the value may be what a customer said; the value itself unless told.
 */
export function factValueProblem(
  fact: FactDefinition,
  value: unknown,
  quote: Quote = show,
): string | undefined {
  switch (fact.type) {
    case 'number':
      return numberProblem(fact, value, quote);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `must be true or false, not ${quote(value)}`;
    case 'text':
      return textProblem(value, quote);
    case 'enumeration':
      return fact.values!.includes(value as string)
        ? undefined
        : `must be one of ${fact.values!.join(', ')}, not ${quote(value)}`;
    case 'textList':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? undefined
        : `must be a list of texts, not ${quote(value)}`;
    case 'serviceLevelTarget':
      return typeof value === 'string' && parseServiceLevelTarget(value) !== undefined
        ? undefined
        : `must be percent/seconds such as 80/20, not ${quote(value)}`;
    case 'proficiencies':
      return isProficiencies(value)
        ? undefined
        : `must map names to a proficiency of at least 0, not ${quote(value)}`;
  }
}

/** Longer than anything a person says in one turn; matching longer texts would keep others waiting. */
export const longestText = 10_000;

function textProblem(value: unknown, quote: Quote): string | undefined {
  if (typeof value !== 'string') return `must be text, not ${quote(value)}`;
  return value.length <= longestText
    ? undefined
    : `must be at most ${longestText} characters long, not ${value.length}`;
}

function numberProblem(fact: FactDefinition, value: unknown, quote: Quote): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return `must be a number, not ${quote(value)}`;
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
  const text = written(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** What is nested ten thousand deep can be sent, and read, but not written. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch (error) {
    if (error instanceof RangeError) return 'what is nested too deep to show';
    throw error;
  }
}

/** What sort of value it is, where it must not be quoted: it may be what a customer said. */
export function kindOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return show(value);
  return typeof value === 'string' ? 'the text that is there' : 'what is there';
}
