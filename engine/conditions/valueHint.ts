import type { FactDefinition } from '../facts/definition.ts';
import { closest } from '../suggest.ts';

const truths = new Map([
  ...['yes', 'on', 'true', 'y'].map((word) => [word, 'true'] as const),
  ...['no', 'off', 'false', 'n'].map((word) => [word, 'false'] as const),
]);

/** What was most likely meant by text that cannot be a fact's value; undefined where nobody can guess. */
export function valueHint({ type, unit, values }: FactDefinition, value: unknown): string | undefined {
  if (Array.isArray(value) && value.length === 1) return 'for one value leave the brackets out';
  if (typeof value !== 'string') return undefined;
  switch (type) {
    case 'boolean': {
      const meant = truths.get(value.toLowerCase());
      return meant === undefined ? undefined : `write ${meant}, without quotes`;
    }
    case 'number': {
      const [, digits = '', percent = ''] = /^\s*([+-]?\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(value) ?? [];
      if (digits === '') return undefined;
      if (percent === '') return `write ${Number(digits)}, without quotes`;
      return unit === 'fraction' ? `${digits} % is ${Number(`${digits}e-2`)}` : undefined;
    }
    case 'enumeration': {
      const near = closest(value, values!);
      return near === undefined ? undefined : `did you mean "${near}"?`;
    }
    default:
      return undefined;
  }
}
