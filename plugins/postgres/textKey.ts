/**
 * Text as a column of PostgreSQL can hold it, one for one: NUL and lone surrogates, which it refuses, as JSON escapes them.
 * Almost every text stays as it is. Values that are JSON already need it not.
 */
export function keptText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The text that was kept so. */
export function givenText(kept: string): string {
  return kept.includes('\\') ? (JSON.parse(`"${kept}"`) as string) : kept;
}
