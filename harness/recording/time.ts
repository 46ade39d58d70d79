const utcText = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?Z$/;

/**
 * Reads a moment in UTC, `1999-02-01T07:02:47.000Z`, fraction optional.
 * Strict on purpose: JavaScript's own parser takes `2021-04-2T…` for local time and 31 February for 3 March.
 * @returns milliseconds since 1970, or undefined when the text is not such a moment.
 */
export function parseUtc(text: string): number | undefined {
  const match = utcText.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0'));
  const moment = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  return year >= 1970 && new Date(moment).toISOString().startsWith(text.slice(0, 19)) ? moment : undefined;
}

/** @returns the moment as `1999-02-01T07:02:47.000Z`. */
export function formatUtc(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
