import { Temporal } from 'temporal-polyfill';

/** A schedule as the platform has it: local times without a zone, and how they come again. */
export interface ToldSchedule {
  readonly start: string;
  readonly end: string;
  /** RFC 5545; left out, it does not come again. */
  readonly rrule?: string;
}

interface Rule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly until?: Temporal.PlainDate;
  /** ISO numbers, Monday is 1; left out, the day it starts on. */
  readonly days?: readonly number[];
  readonly monthDays?: readonly number[];
  readonly months?: readonly number[];
}

const dayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * Whether a moment lies in one of a schedule's times; undefined when the schedule, or how it comes again, is not
 * understood. Understood are DAILY, WEEKLY, MONTHLY and YEARLY with INTERVAL, UNTIL, BYDAY without numbers, BYMONTHDAY
 * and BYMONTH. Source: RFC 5545, 3.3.10.
 * @param local the moment in the schedule's time zone.
 */
export function isWithin(schedule: ToldSchedule, local: Temporal.PlainDateTime): boolean | undefined {
  const [start, end] = [plainTime(schedule.start), plainTime(schedule.end)];
  if (start === undefined || end === undefined || Temporal.PlainDateTime.compare(end, start) < 0)
    return undefined;
  const rule = schedule.rrule === undefined || schedule.rrule === '' ? null : parseRule(schedule.rrule);
  if (rule === undefined) return undefined;
  const length = start.until(end, { largestUnit: 'day' });
  // It may have begun some days ago and still last.
  for (let ago = 0; ago <= Math.min(366, length.days + 1); ago++) {
    const day = local.toPlainDate().subtract({ days: ago });
    if (!beginsOn(day, start.toPlainDate(), rule)) continue;
    const begins = day.toPlainDateTime(start.toPlainTime());
    if (
      Temporal.PlainDateTime.compare(begins, local) <= 0 &&
      Temporal.PlainDateTime.compare(local, begins.add(length)) < 0
    )
      return true;
  }
  return false;
}

function beginsOn(day: Temporal.PlainDate, first: Temporal.PlainDate, rule: Rule | null): boolean {
  if (rule === null) return day.equals(first);
  const { frequency, interval, until, days, monthDays, months } = rule;
  if (Temporal.PlainDate.compare(day, first) < 0) return false;
  if (until !== undefined && Temporal.PlainDate.compare(day, until) > 0) return false;
  if (months !== undefined && !months.includes(day.month)) return false;
  if (monthDays !== undefined && !monthDays.includes(day.day)) return false;
  if (days !== undefined && !days.includes(day.dayOfWeek)) return false;
  if (stepsBetween(first, day, frequency) % interval !== 0) return false;
  switch (frequency) {
    case 'DAILY':
      return true;
    case 'WEEKLY':
      return days !== undefined || day.dayOfWeek === first.dayOfWeek;
    case 'MONTHLY':
      return monthDays !== undefined || days !== undefined || day.day === first.day;
    case 'YEARLY':
      return (
        (months !== undefined || day.month === first.month) &&
        (monthDays !== undefined || days !== undefined || day.day === first.day)
      );
  }
}

/** Whole days, weeks (from Monday), months or years from one day's to the other's. */
function stepsBetween(
  first: Temporal.PlainDate,
  day: Temporal.PlainDate,
  frequency: Rule['frequency'],
): number {
  const monday = (date: Temporal.PlainDate): Temporal.PlainDate =>
    date.subtract({ days: date.dayOfWeek - 1 });
  switch (frequency) {
    case 'DAILY':
      return first.until(day).days;
    case 'WEEKLY':
      return monday(first).until(monday(day)).days / 7;
    case 'MONTHLY':
      return (day.year - first.year) * 12 + day.month - first.month;
    case 'YEARLY':
      return day.year - first.year;
  }
}

function parseRule(text: string): Rule | undefined {
  const parts = new Map(
    text
      .replace(/^RRULE:/, '')
      .split(';')
      .filter((part) => part !== '')
      .map((part) => part.split('=') as [string, string]),
  );
  const known = ['FREQ', 'INTERVAL', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'WKST'];
  if ([...parts.keys()].some((name) => !known.includes(name)) || (parts.get('WKST') ?? 'MO') !== 'MO')
    return undefined;
  const frequency = parts.get('FREQ') as Rule['frequency'];
  if (!['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(frequency)) return undefined;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const days = parts
    .get('BYDAY')
    ?.split(',')
    .map((name) => dayNames.indexOf(name) + 1);
  const [monthDays, months] = ['BYMONTHDAY', 'BYMONTH'].map((name) =>
    parts.get(name)?.split(',').map(Number),
  );
  const until = parts.has('UNTIL') ? /^(\d{4})(\d{2})(\d{2})/.exec(parts.get('UNTIL')!) : undefined;
  const numbers = [interval, ...(days ?? []), ...(monthDays ?? []), ...(months ?? [])];
  if (until === null || numbers.some((number) => !Number.isInteger(number) || number < 1)) return undefined;
  return {
    ...{ frequency, interval },
    ...(days === undefined ? {} : { days }),
    ...(monthDays === undefined ? {} : { monthDays }),
    ...(months === undefined ? {} : { months }),
    ...(until === undefined ? {} : { until: Temporal.PlainDate.from(`${until[1]}-${until[2]}-${until[3]}`) }),
  };
}

function plainTime(text: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(text.replace(/(Z|[+-]\d{2}:?\d{2})$/, ''));
  } catch {
    return undefined;
  }
}
