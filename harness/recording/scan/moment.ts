import { parseUtc } from '../time.ts';
import { colon, type ByteCursor } from './byteCursor.ts';

const day = 86_400_000;
const minute = 60_000;
const point = 0x2e;

/** What stands before, and behind, the moment of an event. */
const before = '{"at":"';
const behind = 'Z","type":"';

/** Length of a moment, `2026-03-02T12:50:00.000Z`, and where it begins, where its hour, its seconds and what is behind. */
const momentLength = 24;
const momentPlace = before.length;
const hourPlace = momentPlace + 11;
const secondPlace = momentPlace + 17;
const behindPlace = momentPlace + momentLength - 1;

const behindWords = new DataView(new TextEncoder().encode(behind).buffer);
const behind0 = behindWords.getInt32(0, true);
const behind4 = behindWords.getInt32(4, true);
const behind7 = behindWords.getInt32(7, true);

/**
 * Reads how an event's line begins, `{"at":"2026-03-02T12:50:00.000Z","type":"`. Events come in order of time, so most
 * are in the minute of the one before, and nearly all in its day.
 */
export class MomentReader {
  /** The words of the line before, up to its seconds: 24 bytes; and up to its hour: four of these and one across. */
  #word0 = 0;
  #word4 = 0;
  #word8 = 0;
  #word12 = 0;
  #word14 = 0;
  #word16 = 0;
  #word20 = 0;
  /** Milliseconds since 1970, of that day and of that minute. */
  #day = NaN;
  #minute = NaN;

  /** @returns milliseconds since 1970, stepping over all of it; NaN when the line does not begin in this way. */
  read(cursor: ByteCursor): number {
    const { bytes, words, at } = cursor;
    const isDay =
      words.getInt32(at, true) === this.#word0 &&
      words.getInt32(at + 4, true) === this.#word4 &&
      words.getInt32(at + 8, true) === this.#word8 &&
      words.getInt32(at + 12, true) === this.#word12 &&
      words.getInt32(at + 14, true) === this.#word14;
    if (!isDay && !this.#beginDay(cursor)) return NaN;
    const isMinute =
      words.getInt32(at + 16, true) === this.#word16 && words.getInt32(at + 20, true) === this.#word20;
    if (!isMinute && !this.#beginMinute(cursor)) return NaN;
    const seconds = twoDigits(bytes, at + secondPlace);
    const tenths = bytes[at + secondPlace + 3]! - 0x30;
    const rest = twoDigits(bytes, at + secondPlace + 4);
    const isRight =
      seconds <= 59 &&
      bytes[at + secondPlace + 2] === point &&
      tenths >= 0 &&
      tenths <= 9 &&
      rest <= 99 &&
      words.getInt32(at + behindPlace, true) === behind0 &&
      words.getInt32(at + behindPlace + 4, true) === behind4 &&
      words.getInt32(at + behindPlace + 7, true) === behind7;
    if (!isRight) return NaN;
    cursor.at = at + behindPlace + behind.length;
    return this.#minute + seconds * 1000 + tenths * 100 + rest;
  }

  /** Takes the day from the line, if its moment is one. */
  #beginDay({ bytes, words, at }: ByteCursor): boolean {
    const start = bytes.toString('latin1', at, at + behindPlace + 1);
    const moment = parseUtc(start.slice(momentPlace));
    if (!start.startsWith(before) || moment === undefined) return false;
    this.#day = Math.floor(moment / day) * day;
    this.#word0 = words.getInt32(at, true);
    this.#word4 = words.getInt32(at + 4, true);
    this.#word8 = words.getInt32(at + 8, true);
    this.#word12 = words.getInt32(at + 12, true);
    this.#word14 = words.getInt32(at + 14, true);
    this.#word16 = 0;
    return true;
  }

  /** Takes the minute from the line, if it is one. */
  #beginMinute({ bytes, words, at }: ByteCursor): boolean {
    const hours = twoDigits(bytes, at + hourPlace);
    const minutes = twoDigits(bytes, at + hourPlace + 3);
    const isRight =
      hours <= 23 &&
      minutes <= 59 &&
      bytes[at + hourPlace + 2] === colon &&
      bytes[at + hourPlace + 5] === colon;
    if (!isRight) return false;
    this.#minute = this.#day + (hours * 60 + minutes) * minute;
    this.#word16 = words.getInt32(at + 16, true);
    this.#word20 = words.getInt32(at + 20, true);
    return true;
  }
}

/** @returns 0 to 99; more when it is not two digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30;
  const ones = bytes[at + 1]! - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}
