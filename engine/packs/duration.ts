const secondsIn = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

const written = /^([1-9][0-9]{0,6})([smhd])$/;

/** JSON Schema of a duration as packs write it: a whole number and its unit. */
export const durationSchema = {
  type: 'string',
  pattern: written.source,
  description: 'a whole number and its unit, s, m, h or d, such as 90s, 5m or 1h',
};

/** A duration in seconds. @param text fits `durationSchema`. */
export function durationSeconds(text: string): number {
  const [, number, unit] = written.exec(text)!;
  return Number(number) * secondsIn[unit as keyof typeof secondsIn];
}
