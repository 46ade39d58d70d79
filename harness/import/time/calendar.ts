/** Milliseconds of a day without a change of the clocks. */
export const dayMilliseconds = 86_400_000;

/** @returns days since 1970-01-01, or undefined when the month has no such day or the year is not 1970 to 9999. */
export function dayNumber(year: number, month: number, day: number): number | undefined {
  if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  return new Date(midnight).getUTCDate() === day ? midnight / dayMilliseconds : undefined;
}
