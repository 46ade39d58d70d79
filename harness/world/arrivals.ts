import type { RandomStreams } from './random/streams.ts';
import type { ArrivalModel } from './scenario.ts';
import { DAY_MS } from './timeOfDay.ts';

const HALF_HOUR_MS = 1_800_000;
const HALF_HOURS = DAY_MS / HALF_HOUR_MS;

/**
 * Times of arrival, ascending, one at a time: nothing is kept, however many there are.
 * A Poisson process with a constant rate in each half hour; each half hour has its own stream, so that changing one
 * leaves the others as they were.
 * @param startsAt local midnight of the first day, in milliseconds.
 * @returns times in whole milliseconds.
 */
export function* arrivalTimes(
  model: ArrivalModel,
  startsAt: number,
  days: number,
  streams: RandomStreams,
): Generator<number> {
  const total = model.halfHourShares.reduce((sum, share) => sum + share, 0);
  for (let halfHour = 0; halfHour < days * HALF_HOURS; halfHour++) {
    const share = model.halfHourShares[halfHour % HALF_HOURS]! / total;
    const busyness =
      model.rateShape === undefined ? 1 : streams.stream('arrivalRate', halfHour).gamma(model.rateShape);
    const expected = model.perDay * share * busyness;
    if (expected === 0) continue;
    const chance = streams.stream('arrivals', halfHour);
    for (let part = chance.exponential() / expected; part < 1; part += chance.exponential() / expected) {
      yield startsAt + Math.floor((halfHour + part) * HALF_HOUR_MS);
    }
  }
}
