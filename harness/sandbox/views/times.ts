import { formatUtc } from '../../recording/time.ts';

/** Keys with a time as the platform writes it; keys without one are left out. @param times milliseconds since 1970. */
export function moments<Key extends string>(
  times: Readonly<Record<Key, number | undefined>>,
): Partial<Record<Key, string>> {
  const known = Object.entries<number | undefined>(times).filter(([, at]) => at !== undefined);
  return Object.fromEntries(known.map(([key, at]) => [key, formatUtc(at!)])) as Partial<Record<Key, string>>;
}

/** The entries that have a value. */
export function given<Entries extends Readonly<Record<string, unknown>>>(entries: Entries): Partial<Entries> {
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined),
  ) as Partial<Entries>;
}
