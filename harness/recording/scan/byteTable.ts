import type { ByteCursor } from './byteCursor.ts';

/** Words kept of one text. */
const wordsEach = 16;

/** Longer texts find no place in a table, in bytes. */
export const longestKept = wordsEach * 4;

/** The bytes of texts, one in each slot, to tell whether the text at a cursor is the one in its slot. */
export class ByteTable {
  readonly #shift: number;
  readonly #lengths: Int32Array;
  readonly #words: Int32Array;

  /** @param bits the table has 2 to the power of this many slots; 1 to 20. */
  constructor(bits: number) {
    this.#shift = 32 - bits;
    this.#lengths = new Int32Array(1 << bits).fill(-1);
    this.#words = new Int32Array(wordsEach << bits);
  }

  /** The slot of the text that the cursor spanned last. */
  slotOf(cursor: ByteCursor): number {
    return cursor.hash >>> this.#shift;
  }

  /** Whether the text that the cursor spanned last is the one in the slot. */
  holds(slot: number, cursor: ByteCursor): boolean {
    const length = cursor.end - cursor.at;
    if (this.#lengths[slot] !== length) return false;
    const kept = this.#words;
    const words = cursor.words;
    let at = cursor.at;
    let index = slot * wordsEach;
    const whole = at + (length & ~3);
    for (; at < whole; at += 4) if (words.getInt32(at, true) !== kept[index++]) return false;
    return (length & 3) === 0 || tail(words, at, length) === kept[index];
  }

  /** Keeps the text that the cursor spanned last, at most `longestKept` bytes, in place of the one in the slot. */
  put(slot: number, cursor: ByteCursor): void {
    const length = cursor.end - cursor.at;
    this.#lengths[slot] = length;
    let index = slot * wordsEach;
    const whole = cursor.at + (length & ~3);
    for (let at = cursor.at; at < whole; at += 4) this.#words[index++] = cursor.words.getInt32(at, true);
    if ((length & 3) !== 0) this.#words[index] = tail(cursor.words, whole, length);
  }
}

/** The slot of the text that the cursor spanned last, in a table of 2 to the power of `bits` slots. */
export function slotAmong(cursor: ByteCursor, bits: number): number {
  return cursor.hash >>> (32 - bits);
}

/** The last one to three bytes of a text of this length. */
function tail(words: DataView, at: number, length: number): number {
  return words.getInt32(at, true) & ((1 << ((length & 3) << 3)) - 1);
}
