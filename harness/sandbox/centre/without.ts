/** @returns a copy that lacks these keys. */
export function without<Whole extends object, Key extends keyof Whole>(
  whole: Whole,
  ...keys: readonly Key[]
): Omit<Whole, Key> {
  const copy = { ...whole };
  for (const key of keys) delete copy[key];
  return copy;
}
