import { dayNumber } from './calendar.ts';

const isoText =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/**
 * Reads an ISO 8601 time with Z or an offset, strictly: two digits where two belong, a day the month has, an hour the
 * day has. Beyond milliseconds the fraction is cut.
 * @returns milliseconds since 1970, or undefined when the text is no such time or lies before 1970.
 */
export function parseIso(text: string): number | undefined {
  const match = isoText.exec(text);
  if (match === null) return undefined;
  const day = dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)];
  const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (day === undefined || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59)
    return undefined;
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute) * 60_000;
  const at = day * 86_400_000 + (hour * 3600 + minute * 60 + second) * 1000 + milliseconds - offset;
  return at >= 0 ? at : undefined;
}
