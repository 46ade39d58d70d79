/** Bytes of JSON's punctuation. */
export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
export const lineBreak = 0x0a;

/** Bytes that must lie behind the content: a zero, at which every scan stops, and room to look ahead. */
export const slack = 64;

/** The top bit of each byte of a word, the bottom one, and bytes in all four places. */
const tops = 0x80808080 | 0;
const bottoms = 0x01010101;
const quotes = 0x22222222;
const backslashes = 0x5c5c5c5c;
const spaces = 0x20202020;

/** A place in bytes, read four at a time. Behind the content lie `slack` bytes, the first of them zero. */
export class ByteCursor {
  bytes: Buffer;
  words: DataView;
  /** The next byte. */
  at = 0;
  /** Of the plain text last spanned: the place of its closing quote, and a hash of its bytes, 32 bits. */
  end = 0;
  hash = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.words = wordsOf(bytes);
  }

  /** Goes on in other bytes. */
  moveTo(bytes: Buffer, at: number): void {
    this.bytes = bytes;
    this.words = wordsOf(bytes);
    this.at = at;
  }

  /** Steps over one byte. @returns whether it was this one; it is stepped over in any case. */
  steps(byte: number): boolean {
    return this.bytes[this.at++] === byte;
  }

  /**
   * Finds the end and the hash of a text, from the byte after its opening quote; the cursor stays.
   * @returns false when the text is not plain: it holds an escape, a control character or a byte that is not ASCII.
   */
  spanText(): boolean {
    const words = this.words;
    let at = this.at;
    let hash = 0;
    for (;;) {
      const word = words.getInt32(at, true);
      const q = word ^ quotes;
      const b = word ^ backslashes;
      // A byte's top bit is set when it is a quote, a backslash, below a space or not ASCII. Borrows can set more of
      // them, but only above the lowest that is right.
      const odd = (((q - bottoms) & ~q) | ((b - bottoms) & ~b) | ((word - spaces) & ~word) | word) & tops;
      if (odd === 0) {
        hash = Math.imul(hash ^ word, 0x9e3779b1);
        at += 4;
        continue;
      }
      const place = 24 - Math.clz32(odd & (~odd + 1));
      if (((word >>> place) & 0xff) !== quote) return false;
      hash = Math.imul(hash ^ (word & ((1 << place) - 1)), 0x9e3779b1);
      this.hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
      this.end = at + (place >> 3);
      return true;
    }
  }
}

function wordsOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
