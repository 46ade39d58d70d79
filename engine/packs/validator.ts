import type { ErrorObject } from 'ajv/dist/2020.js';

/**
 * Holds a value to one schema. Validators are generated ahead of time (`npm run generate`), so that nothing is compiled
 * from text while Signalbox runs.
 */
export interface Validator {
  (value: unknown): boolean;
  /** What the last value had wrong, if anything. */
  readonly errors?: readonly ErrorObject[] | null;
}
