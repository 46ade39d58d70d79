const minuteText = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):$/;
const secondsText = /^([0-5]\d)(?:\.(\d{1,3}))?Z$/;

/** Events come in order of time, so most are in the minute of the one before. */
let lastMinute = { text: '', moment: 0 };

/**
 * Reads a moment in UTC, `1999-02-01T07:02:47.000Z`, fraction optional.
 * Strict on purpose: JavaScript's own parser takes `2021-04-2T…` for local time and 31 February for 3 March.
 * @returns milliseconds since 1970, or undefined when the text is not such a moment.
 */
export function parseUtc(text: string): number | undefined {
  const minute = text.slice(0, 17);
  if (minute !== lastMinute.text) {
    const moment = parseMinute(minute);
    if (moment === undefined) return undefined;
    lastMinute = { text: minute, moment };
  }
  const match = secondsText.exec(text.slice(17));
  if (match === null) return undefined;
  return lastMinute.moment + Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'));
}

function parseMinute(text: string): number | undefined {
  const match = minuteText.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const isDay = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  return isDay && hour <= 23 && minute <= 59 ? Date.UTC(year, month - 1, day, hour, minute) : undefined;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The same the other way round: most moments are on the day of the one before. */
let lastDay = { text: '', day: NaN };

const dayMilliseconds = 86_400_000;

/** `00` to `59`, and `000Z` to `999Z`: most of what writing a moment costs is padding. */
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const hourAndMinuteTexts = Array.from(
  { length: 24 * 60 },
  (_, minute) => `${twoDigits[Math.trunc(minute / 60)]}:${twoDigits[minute % 60]}:`,
);
const secondTexts = twoDigits.map((second) => `${second}.`);
const milliTexts = Array.from({ length: 1000 }, (_, milli) => `${String(milli).padStart(3, '0')}Z`);

/**
 * A moment as text, in parts to be put one behind the other: `1999-02-01T`, `07:02:`, `47.`, `000Z`.
 * @param milliseconds since 1970, whole.
 * @throws RangeError beyond the years a date can have.
 */
export function utcParts(milliseconds: number): readonly [string, string, string, string] {
  const day = Math.floor(milliseconds / dayMilliseconds);
  if (day !== lastDay.day)
    lastDay = { text: new Date(milliseconds).toISOString().slice(0, -'07:02:47.000Z'.length), day };
  const within = milliseconds - day * dayMilliseconds;
  const minute = Math.trunc(within / 60_000);
  const second = Math.trunc(within / 1000) % 60;
  return [lastDay.text, hourAndMinuteTexts[minute]!, secondTexts[second]!, milliTexts[within % 1000]!];
}

/** @returns the moment as `1999-02-01T07:02:47.000Z`. */
export function formatUtc(milliseconds: number): string {
  return utcParts(milliseconds).join('');
}
