import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';

/** A schedule as the platform has it: local times without a zone, and how they come again. */
export interface ToldSchedule {
  readonly start: string;
  readonly end: string;
  /** RFC 5545; left out, it does not come again. */
  readonly rrule?: string;
}

const day = '(?:MO|TU|WE|TH|FR|SA|SU)';
const list = (item: string): RegExp => new RegExp(`^${item}(?:,${item})*$`);

/** What is understood of a rule, part by part; the library passes over what it does not know. */
const parts: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,3}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(?:T\d{6}Z?)?$/,
  // With numbers or without: of both mixed the library makes something else.
  BYDAY: new RegExp(`${list(day).source}|${list(`[+-]?[1-9]\\d?${day}`).source}`),
  BYMONTHDAY: list('-?[1-9]\\d?'),
  BYMONTH: list('[1-9]\\d?'),
  BYSETPOS: list('-?[1-9]\\d{0,2}'),
  WKST: new RegExp(`^${day}$`),
};

/**
 * Whether a moment lies in one of a schedule's times; undefined when the schedule, or how it comes again, is not
 * understood. Understood are DAILY, WEEKLY, MONTHLY and YEARLY with INTERVAL, COUNT, UNTIL, BYDAY (with numbers by month
 * and by year), BYMONTHDAY, BYMONTH, BYSETPOS and WKST; not a rule that
 * never comes true, or not within its first 10,000 days, weeks, months or years. Source: RFC 5545, 3.3.10.
 * @param local the moment in the schedule's time zone.
 */
export function isWithin(schedule: ToldSchedule, local: Temporal.PlainDateTime): boolean | undefined {
  const [start, end] = [plainTime(schedule.start), plainTime(schedule.end)];
  if (start === undefined || end === undefined || Temporal.PlainDateTime.compare(end, start) < 0)
    return undefined;
  // Of times that are equally long, the one that began last ends last.
  const begins = lastBeginning(schedule.rrule ?? '', start, local);
  if (begins === null || begins === undefined) return begins === null ? false : undefined;
  const ends = begins.add(start.until(end, { largestUnit: 'day' }));
  return Temporal.PlainDateTime.compare(local, ends) < 0;
}

/** @returns null when it has not begun by then; undefined when the rule is not understood. */
function lastBeginning(
  rrule: string,
  start: Temporal.PlainDateTime,
  local: Temporal.PlainDateTime,
): Temporal.PlainDateTime | null | undefined {
  if (Temporal.PlainDateTime.compare(local, start) < 0) return isUnderstood(rrule) ? null : undefined;
  if (rrule === '') return start;
  if (!isUnderstood(rrule)) return undefined;
  try {
    // Local times have neither gaps nor repeats: they are put as if they were UTC's.
    const rule = new RRuleTemporal({
      ...{ rruleString: inUtc(rrule), dtstart: start.toZonedDateTime('UTC'), temporal: Temporal },
      strict: true,
    });
    return rule.previous(local.toZonedDateTime('UTC'), true)?.toPlainDateTime() ?? null;
  } catch {
    return undefined;
  }
}

function isUnderstood(rrule: string): boolean {
  if (rrule === '') return true;
  const written = partsOf(rrule).map((part) => part.split('='));
  const names = written.map(([name]) => name!);
  const isEachRight = written.every(
    ([name, value = '', ...more]) =>
      Object.hasOwn(parts, name!) && parts[name!]!.test(value) && more.length === 0,
  );
  return isEachRight && names.includes('FREQ') && new Set(names).size === names.length;
}

function partsOf(rrule: string): readonly string[] {
  return rrule
    .replace(/^RRULE:/, '')
    .split(';')
    .filter((part) => part !== '');
}

/** A day without a time is meant to its end. */
function inUtc(rrule: string): string {
  return partsOf(rrule)
    .map((part) =>
      part.replace(
        /^UNTIL=(\d{8})(T\d{6})?Z?$/,
        (_all, until: string, time = 'T235959') => `UNTIL=${until}${time}Z`,
      ),
    )
    .join(';');
}

function plainTime(text: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(text.replace(/(Z|[+-]\d{2}:?\d{2})$/, ''));
  } catch {
    return undefined;
  }
}
