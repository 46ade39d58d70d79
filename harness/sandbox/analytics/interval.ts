import { DAY_MS } from '../../world/timeOfDay.ts';
import { badRequest } from '../door/refusal.ts';

/** A stretch of time: the beginning belongs to it, the end does not. In milliseconds since 1970. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads `2026-03-02T14:00:00.000Z/2026-03-02T15:00:00.000Z`.
 * @throws Refusal 400
 */
export function parseInterval(text: string): Interval {
  const ends = text.split('/');
  const [from, to] = ends.map((end) => (moment.test(end) ? Date.parse(end) : NaN));
  if (ends.length !== 2 || !(from! < to!))
    throw badRequest('invalid.value', `interval: ${text} is not <from>/<to> in ISO 8601`);
  return { from: from!, to: to! };
}

/** The whole days, by UTC, that an interval touches. */
export function daysTouched({ from, to }: Interval): Interval {
  return { from: Math.floor(from / DAY_MS) * DAY_MS, to: Math.ceil(to / DAY_MS) * DAY_MS };
}
