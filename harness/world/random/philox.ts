/** Four 32-bit words. */
export type Words = readonly [number, number, number, number];

/**
 * Philox-4x32-10: a hash of a counter under a key that passes as random. Being a function of its arguments only, a draw
 * is named by what it is for and never depends on how many draws came before it.
 * Source: Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC '11.
 * @param counter four unsigned 32-bit words.
 * @param key0 low word of the key, unsigned 32 bits.
 * @param key1 high word of the key, unsigned 32 bits.
 * @returns four unsigned 32-bit words.
 */
export function philox(counter: Words, key0: number, key1: number): Words {
  let [a, b, c, d] = counter;
  let [k0, k1] = [key0, key1];
  for (let round = 0; round < 10; round++) {
    const highA = multiplyHigh(0xd2511f53, a);
    const lowA = Math.imul(0xd2511f53, a);
    const highC = multiplyHigh(0xcd9e8d57, c);
    const lowC = Math.imul(0xcd9e8d57, c);
    a = (highC ^ b ^ k0) >>> 0;
    b = lowC >>> 0;
    c = (highA ^ d ^ k1) >>> 0;
    d = lowA >>> 0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [a, b, c, d];
}

/** Upper half of the 64-bit product, by 16-bit limbs: a double holds 53 bits only. */
function multiplyHigh(x: number, y: number): number {
  const [xLow, xHigh, yLow, yHigh] = [x & 0xffff, x >>> 16, y & 0xffff, y >>> 16];
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16);
  const carried = xLow * yHigh + (middle & 0xffff);
  return (xHigh * yHigh + (middle >>> 16) + (carried >>> 16)) >>> 0;
}
