import { quote } from './scan/byteCursor.ts';

const before = Buffer.from('{"at":"');

/** Bytes at the beginning of a line within which a moment stands: `{"at":"2026-03-02T12:50:00.000Z"`. */
export const momentBytes = 32;

/**
 * Whether two lines begin with moments that are spelt differently. Both begin in the way `eventLine` begins lines, or it
 * is not said of them. Most likely the moments are then different; only who parses the lines knows for certain.
 * @param next where the second line begins, with at least `momentBytes` bytes.
 */
export function momentChanges(bytes: Buffer, line: number, next: number): boolean {
  for (let index = 0; index < before.length; index++)
    if (bytes[line + index] !== before[index] || bytes[next + index] !== before[index]) return false;
  for (let index = before.length; index < momentBytes; index++) {
    if (bytes[line + index] !== bytes[next + index]) return true;
    if (bytes[line + index] === quote) return false;
  }
  return false;
}
