import { dayNumber } from './calendar.ts';

/** What a pattern must hold: a day, a time of day, or both. */
export type PatternKind = 'date' | 'time' | 'dateTime';

/** A local time as it is written down, in no zone yet: a day (days since 1970) and a time of day (milliseconds). */
export interface LocalTime {
  readonly day: number;
  readonly timeOfDay: number;
}

/** Reads a text; undefined when it does not fit the pattern or names no time there is, such as 31 February. */
export type Pattern = (text: string) => LocalTime | undefined;

/** Letters as in Unicode's date field symbols (UTS 35), and how each is written. */
const fields: Readonly<Record<string, string>> = {
  yyyy: '\\d{4}',
  yy: '\\d{2}',
  MM: '\\d{2}',
  M: '\\d{1,2}',
  dd: '\\d{2}',
  d: '\\d{1,2}',
  HH: '\\d{2}',
  H: '\\d{1,2}',
  hh: '\\d{2}',
  h: '\\d{1,2}',
  mm: '\\d{2}',
  ss: '\\d{2}',
  SSS: '\\d{3}',
  a: '[AaPp][Mm]',
};

/**
 * Compiles a pattern such as `dd/MM/yyyy HH:mm:ss`. Letters are fields, each at most once; text between single quotes
 * and everything else stands for itself. `yy` from 70 is of the 20th century, below it of the 21st.
 * @returns the reader, or what is wrong with the pattern.
 */
export function compilePattern(
  format: string,
  kind: PatternKind,
): Pattern | { problem: string; hint: string } {
  const order: string[] = [];
  let expression = '';
  for (const [part, quoted, letters] of format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z]/g)) {
    if (letters === undefined) {
      expression += (quoted ?? part).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      continue;
    }
    const field = fields[part];
    if (field === undefined)
      return {
        problem: `"${part}" is no part of a time`,
        hint: `use ${Object.keys(fields).join(' ')}, or '${part}' in quotes`,
      };
    if (order.some((held) => held[0] === part[0]))
      return { problem: `"${part}" stands twice for one thing`, hint: 'keep one' };
    order.push(part);
    expression += `(${field})`;
  }
  const missing = missingField(
    order.map((part) => part[0]!),
    kind,
  );
  if (missing !== undefined) return { problem: `the pattern ${missing}`, hint: examples[kind] };
  const matcher = new RegExp(`^${expression}$`);
  const place = (...names: string[]): number => order.findIndex((part) => names.includes(part)) + 1;
  const at = {
    year: place('yyyy', 'yy'),
    month: place('MM', 'M'),
    day: place('dd', 'd'),
    hour: place('HH', 'H', 'hh', 'h'),
    minute: place('mm'),
    second: place('ss'),
    millisecond: place('SSS'),
    half: place('a'),
  };
  return (text) => {
    const match = matcher.exec(text);
    if (match === null) return undefined;
    const number = (index: number): number => (index === 0 ? 0 : Number(match[index]));
    const written = number(at.year);
    const year = match[at.year]!.length !== 2 ? written : written + (written >= 70 ? 1900 : 2000);
    const day = at.year === 0 ? 0 : dayNumber(year, number(at.month), number(at.day));
    const hour = at.half === 0 ? number(at.hour) : halfDayHour(number(at.hour), match[at.half]!);
    const minute = number(at.minute);
    const second = number(at.second);
    if (day === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
    return { day, timeOfDay: (hour * 3600 + minute * 60 + second) * 1000 + number(at.millisecond) };
  };
}

const examples: Readonly<Record<PatternKind, string>> = {
  date: 'write it like yyyy-MM-dd, yyMMdd or dd/MM/yyyy',
  time: 'write it like H:mm:ss, HH:mm or h:mm a',
  dateTime: 'write iso, epochSeconds, epochMilliseconds, or a pattern like dd/MM/yyyy HH:mm:ss',
};

function missingField(letters: readonly string[], kind: PatternKind): string | undefined {
  const has = (letter: string): boolean => letters.includes(letter);
  const [date, time] = ['yMd', 'Hhmsa'].map((known) => [...known].some(has)) as [boolean, boolean];
  if (kind !== 'time' && ![...'yMd'].every(has)) return 'lacks the year, the month or the day';
  if (kind === 'time' && date) return 'holds a date, but is for a time of day';
  if (kind === 'date' && (time || has('S'))) return 'holds a time of day, but is for a date';
  if (kind !== 'date' && (has('H') === has('h') || !has('m')))
    return 'lacks the hour (H or h) or the minutes (mm)';
  return kind !== 'date' && has('h') !== has('a') ? 'needs both h and a, as in h:mm a' : undefined;
}

/** 12 AM is midnight, 12 PM is noon. @returns 24, which no day has, for hours a clock face does not show. */
function halfDayHour(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return 24;
  return (hour % 12) + (/p/i.test(half) ? 12 : 0);
}
