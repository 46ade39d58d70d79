import type { FactValue } from './definition.ts';

/** The facts a decision reads, as found: those that are missing are not there. Facts nobody reads are never worked out. */
export function gather(
  reads: readonly string[],
  find: (fact: string) => FactValue | undefined,
): Record<string, FactValue> {
  const found: Record<string, FactValue> = {};
  for (let k = 0; k < reads.length; k++) {
    const value = find(reads[k]!);
    if (value !== undefined) found[reads[k]!] = value;
  }
  return found;
}
