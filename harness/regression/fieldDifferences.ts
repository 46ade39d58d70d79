import { canonicalJson } from '../../engine/canonical.ts';

/** One field in which two records differ; undefined on the side that does not have it. */
export interface FieldDifference {
  /** `ranked[0].total`. */
  readonly field: string;
  readonly logged?: unknown;
  readonly now?: unknown;
}

/** Fields told of one record. */
const mostFields = 12;

/** The fields in which two records differ, as deep as both have them; the first dozen. */
export function fieldDifferences(logged: unknown, now: unknown): readonly FieldDifference[] {
  const found: FieldDifference[] = [];
  const compare = (was: unknown, is: unknown, field: string): void => {
    if (
      found.length === mostFields ||
      (was !== undefined && is !== undefined && canonicalJson(was) === canonicalJson(is))
    )
      return;
    if (isStructured(was) && isStructured(is) && Array.isArray(was) === Array.isArray(is)) {
      for (const key of new Set([...Object.keys(was), ...Object.keys(is)]))
        compare(
          was[key],
          is[key],
          Array.isArray(was) ? `${field}[${key}]` : `${field === '' ? '' : `${field}.`}${key}`,
        );
    } else if (was !== is) {
      found.push({
        field,
        ...(was === undefined ? {} : { logged: was }),
        ...(is === undefined ? {} : { now: is }),
      });
    }
  };
  compare(logged, now, '');
  return found;
}

function isStructured(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
