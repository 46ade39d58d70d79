import { Temporal } from 'temporal-polyfill';
import { dayMilliseconds } from './calendar.ts';
import type { LocalTime } from './pattern.ts';

/** The moments a local time can mean, in milliseconds since 1970. */
export interface ZonedMoment {
  readonly at: number;
  /** The second of two, when the clocks were set back and this local time came twice. */
  readonly later?: number;
  /** True when the clocks were set forward over this local time; `at` is then read with the offset before the change. */
  readonly skipped?: boolean;
}

/** Days whose offset is remembered: about eleven years. */
const mostDays = 4096;

/**
 * Reads local times of a zone. A day on which the clocks do not change has one offset, which is worked out once; only
 * the others take the long way.
 * @param name an IANA time zone.
 */
export function zoneReader(name: string): (local: LocalTime) => ZonedMoment {
  const offsets = new Map<number, number | 'changes'>();
  return (local) => {
    let offset = offsets.get(local.day);
    if (offset === undefined) {
      if (offsets.size >= mostDays) offsets.clear();
      offset = offsetOf(local.day, name);
      offsets.set(local.day, offset);
    }
    if (offset === 'changes') return onDayOfChange(local, name);
    return { at: local.day * dayMilliseconds + local.timeOfDay - offset };
  };
}

/** @returns the zone's offset on a day, in milliseconds. */
function offsetOf(day: number, zone: string): number | 'changes' {
  const date = plain({ day, timeOfDay: 0 }).toPlainDate();
  const start = date.toZonedDateTime(zone);
  const end = date.add({ days: 1 }).toZonedDateTime(zone);
  const wholeDay = end.epochMilliseconds - start.epochMilliseconds === dayMilliseconds;
  const sameOffset =
    start.offsetNanoseconds === end.offsetNanoseconds && start.hour === 0 && start.minute === 0;
  return wholeDay && sameOffset ? start.offsetNanoseconds / 1e6 : 'changes';
}

function onDayOfChange(local: LocalTime, zone: string): ZonedMoment {
  const wall = plain(local);
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { at: earlier.epochMilliseconds };
  if (earlier.toPlainDateTime().equals(wall))
    return { at: earlier.epochMilliseconds, later: later.epochMilliseconds };
  return { at: later.epochMilliseconds, skipped: true };
}

function plain({ day, timeOfDay }: LocalTime): Temporal.PlainDateTime {
  const at = Temporal.Instant.fromEpochMilliseconds(day * dayMilliseconds + timeOfDay);
  return at.toZonedDateTimeISO('UTC').toPlainDateTime();
}
