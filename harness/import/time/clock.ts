import { ExcludedRow } from '../excludedRow.ts';
import { isInstantFormat } from '../map/clockMeaning.ts';
import type { Clock, SplitClock } from '../map/importMap.ts';
import type { Row } from '../rows/row.ts';
import type { Note } from '../tally.ts';
import { dayMilliseconds } from './calendar.ts';
import { parseIso } from './iso.ts';
import { compilePattern, type LocalTime, type Pattern, type PatternKind } from './pattern.ts';
import { zoneReader, type ZonedMoment } from './zone.ts';

/** Reads one row's times, in milliseconds since 1970; no column is given when the clock counts rows. */
export type RowTimes = (column: string | undefined) => number | ExcludedRow;

const badTime = new ExcludedRow('bad-time');
const halfDay = dayMilliseconds / 2;

/**
 * Compiles a checked clock.
 * @param note told of local times that came twice or never.
 * @returns what makes the reader of a row's times. Its first read is the row's reference: of a local time that came
 * twice the earlier moment is taken, unless that lies before the row's first time and the later does not.
 */
export function compileClock(clock: Clock, timeZone: string | undefined, note: Note): (row: Row) => RowTimes {
  if ('rows' in clock) {
    const start = parseIso(clock.rows.start)!;
    return (row) => () => start + Math.round((row.number - 1) * clock.rows.everySeconds * 1000);
  }
  const zone = zoneReader(timeZone ?? 'UTC');
  if ('date' in clock) return splitClock(clock, zone, note);
  if (isInstantFormat(clock.format)) {
    const read = instantReaders[clock.format];
    return (row) => (column) => read(row.text(column!)) ?? badTime;
  }
  const pattern = patternOf(clock.format, 'dateTime');
  return (row) => {
    const moment = momentOfRow(note);
    return (column) => {
      const local = pattern(row.text(column!));
      return local === undefined ? badTime : moment(zone(local));
    };
  };
}

const instantReaders = {
  iso: parseIso,
  epochSeconds: (text: string) => epoch(text, 1000),
  epochMilliseconds: (text: string) => epoch(text, 1),
} as const;

function epoch(text: string, milliseconds: number): number | undefined {
  if (!/^\d{1,15}(\.\d{1,9})?$/.test(text)) return undefined;
  return Math.floor(Number(text) * milliseconds);
}

function splitClock({ date, timeOfDay }: SplitClock, zone: (local: LocalTime) => ZonedMoment, note: Note) {
  const readDate = patternOf(date.format, 'date');
  const readTime = patternOf(timeOfDay.format, 'time');
  return (row: Row): RowTimes => {
    const day = readDate(row.text(date.column))?.day;
    const first = readTime(row.text(timeOfDay.wrapsAfter))?.timeOfDay;
    if (day === undefined || first === undefined) return () => badTime;
    const moment = momentOfRow(note);
    return (column) => {
      const time = readTime(row.text(column!))?.timeOfDay;
      if (time === undefined) return badTime;
      // A clock set back by seconds is not midnight: only a step back of over half a day is.
      return moment(zone({ day: time < first - halfDay ? day + 1 : day, timeOfDay: time }));
    };
  };
}

function patternOf(format: string, kind: PatternKind): Pattern {
  const pattern = compilePattern(format, kind);
  if ('problem' in pattern) throw new Error(`unchecked pattern: ${pattern.problem}`);
  return pattern;
}

/** Chooses between the moments a local time can mean, by the first one of the row. */
function momentOfRow(note: Note): (zoned: ZonedMoment) => number | ExcludedRow {
  let first: number | undefined;
  return ({ at, later, skipped }) => {
    if (skipped === true) note('skipped-time');
    if (later !== undefined) note('ambiguous-time');
    const moment = later !== undefined && first !== undefined && at < first ? later : at;
    first ??= moment;
    return moment >= 0 ? moment : badTime;
  };
}
