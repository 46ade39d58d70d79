import { isUtf8 } from 'node:buffer';
import { backslash, quote, type ByteCursor } from './byteCursor.ts';
import { ByteTable, longestKept } from './byteTable.ts';

const bits = 12;

/**
 * Reads texts. Those that come again, as names and pseudonyms do, are mostly the same string and not made anew. Bounded:
 * each slot remembers the last text that fell into it.
 */
export class TextCache {
  readonly #table = new ByteTable(bits);
  readonly #texts: string[] = new Array<string>(1 << bits).fill('');

  /**
   * Reads a text, from the byte after its opening quote, and steps over its closing quote.
   * @returns undefined when it is not certainly well formed; then the cursor stays.
   */
  read(cursor: ByteCursor): string | undefined {
    if (!cursor.spanText()) return oddText(cursor);
    const { at, end } = cursor;
    let text: string;
    if (end - at > longestKept) {
      text = cursor.bytes.toString('latin1', at, end);
    } else {
      const slot = this.#table.slotOf(cursor);
      if (this.#table.holds(slot, cursor)) {
        text = this.#texts[slot]!;
      } else {
        text = cursor.bytes.toString('latin1', at, end);
        this.#table.put(slot, cursor);
        this.#texts[slot] = text;
      }
    }
    cursor.at = end + 1;
    return text;
  }
}

/** A text with escapes or characters that are not ASCII. */
function oddText(cursor: ByteCursor): string | undefined {
  const { bytes, at } = cursor;
  let end = at;
  let isEscaped = false;
  for (let byte = bytes[end]!; byte !== quote; byte = bytes[++end]!) {
    if (byte === backslash) {
      isEscaped = true;
      byte = bytes[++end]!;
    }
    // The zero behind the content is among these.
    if (byte < 0x20) return undefined;
  }
  if (!isUtf8(bytes.subarray(at, end))) return undefined;
  const text = isEscaped
    ? unescaped(bytes.toString('utf8', at - 1, end + 1))
    : bytes.toString('utf8', at, end);
  if (text !== undefined) cursor.at = end + 1;
  return text;
}

/** @param quoted with its quotes. @returns undefined when an escape is not one of JSON's. */
function unescaped(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
