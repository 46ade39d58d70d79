import type { ByteCursor } from './byteCursor.ts';

const zero = 0x30;
const nine = 0x39;
const minus = 0x2d;
const plus = 0x2b;
const point = 0x2e;

/** Powers of ten: up to these, and whole numbers below 10^15, one division of exact numbers is rounded once. */
const powersOfTen = Array.from({ length: 16 }, (_, exponent) => Number(`1e${exponent}`));
const mostDigits = 15;

/**
 * Reads a JSON number and steps over it.
 * @returns the very number that `Number` makes of the text; NaN when it is no JSON number or too large for one.
 */
export function readNumber(cursor: ByteCursor): number {
  const { bytes, at: from } = cursor;
  let at = from;
  const isNegative = bytes[at] === minus;
  if (isNegative) at++;
  const first = at;
  let digits = 0;
  let byte = bytes[at]!;
  for (; byte >= zero && byte <= nine; byte = bytes[++at]!) digits = digits * 10 + (byte - zero);
  const whole = at - first;
  if (whole === 0 || (whole > 1 && bytes[first] === zero)) return NaN;
  let decimals = 0;
  if (byte === point) {
    const start = at + 1;
    for (byte = bytes[++at]!; byte >= zero && byte <= nine; byte = bytes[++at]!)
      digits = digits * 10 + (byte - zero);
    decimals = at - start;
    if (decimals === 0) return NaN;
  }
  if ((byte | 0x20) === 0x65) return readExponent(cursor, at + 1);
  cursor.at = at;
  if (whole + decimals > mostDigits) return finite(cursor, from);
  const value = decimals === 0 ? digits : digits / powersOfTen[decimals]!;
  return isNegative ? -value : value;
}

/** The rest of a number in scientific notation, from behind its `e`. */
function readExponent(cursor: ByteCursor, start: number): number {
  const { bytes, at: from } = cursor;
  let at = start;
  if (bytes[at] === plus || bytes[at] === minus) at++;
  const first = at;
  while (bytes[at]! >= zero && bytes[at]! <= nine) at++;
  if (at === first) return NaN;
  cursor.at = at;
  return finite(cursor, from);
}

/** The number spelt from there up to the cursor. */
function finite(cursor: ByteCursor, from: number): number {
  const value = Number(cursor.bytes.toString('latin1', from, cursor.at));
  return Number.isFinite(value) ? value : NaN;
}
