/** A time of day by the wall clock of the contact centre, `08:30`; `24:00` is the end of the day. */
export type TimeOfDay = `${number}:${number}`;

export const DAY_MS = 86_400_000;

/**
 * @returns milliseconds since local midnight.
 * @throws RangeError when it is not a time of day.
 */
export function sinceMidnightMs(time: TimeOfDay): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time);
  const minutes = match === null ? Infinity : Number(match[1]) * 60 + Number(match[2]);
  if (minutes > 1440) throw new RangeError(`${time} is not a time of day such as 08:30`);
  return minutes * 60_000;
}
