/** Bits in one word of a bitmap. */
export const wordBits = 32;

/** @returns how many words hold so many bits. */
export function wordsFor(bits: number): number {
  return (bits + wordBits - 1) >>> 5;
}

export function setBit(words: Int32Array, bit: number): void {
  words[bit >>> 5]! |= 1 << (bit & 31);
}

export function clearBit(words: Int32Array, bit: number): void {
  words[bit >>> 5]! &= ~(1 << (bit & 31));
}

/** The place of the lowest bit set in a word that is not 0. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
