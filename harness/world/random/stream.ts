import { philox, type Words } from './philox.ts';

/** One of several things that happen in proportion to their shares. Shares need not sum to 1. */
export interface Shared {
  readonly share: number;
}

/** A short run of random draws for one purpose and one subject. */
export class RandomStream {
  readonly #key0: number;
  readonly #key1: number;
  readonly #subject: readonly [number, number, number];
  #block = 0;
  #words: Words | undefined;
  #spareNormal: number | undefined;

  /**
   * @param key names the seed and the source of chance: two unsigned 32-bit words.
   * @param subject what the draws are about: up to three unsigned 32-bit words.
   */
  constructor(key: readonly [number, number], subject: readonly [number, number, number]) {
    [this.#key0, this.#key1] = key;
    this.#subject = subject;
  }

  /** @returns a number evenly spread over the open interval from 0 to 1, to 53 bits. */
  uniform(): number {
    const words = this.#words;
    if (words !== undefined) {
      this.#words = undefined;
      return fraction(words[2], words[3]);
    }
    const fresh = philox([this.#block++, ...this.#subject], this.#key0, this.#key1);
    this.#words = fresh;
    return fraction(fresh[0], fresh[1]);
  }

  /** @returns true with this probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** @returns an exponential draw with mean 1. */
  exponential(): number {
    return -Math.log(this.uniform());
  }

  /** @returns a standard normal draw. Source: Box and Muller 1958. */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    const radius = Math.sqrt(2 * this.exponential());
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /**
   * @param shape at least 1.
   * @returns a gamma draw of this shape, with mean 1. Source: Marsaglia and Tsang 2000.
   */
  gamma(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return (d * v) / shape;
    }
  }

  /** @returns one of the items, each as likely as the others; there must be one. */
  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.uniform() * items.length)]!;
  }

  /** @returns one of the items, in proportion to its share; there must be one with a share above 0. */
  weighted<T extends Shared>(items: readonly T[]): T {
    const total = items.reduce((sum, item) => sum + item.share, 0);
    let left = this.uniform() * total;
    for (const item of items) {
      left -= item.share;
      if (left < 0) return item;
    }
    return items.at(-1)!;
  }
}

function fraction(high: number, low: number): number {
  return ((high >>> 5) * 67_108_864 + (low >>> 6) + 0.5) / 9_007_199_254_740_992;
}
