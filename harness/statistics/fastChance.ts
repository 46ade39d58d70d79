import { philox } from '../world/random/philox.ts';
import { sha256 } from '../../engine/canonical.ts';

/** Seeded chance by the hundred million; the next draw depends on how many came before. */
export interface FastChance {
  /** Evenly spread over 0 to 1, 1 excluded, to 32 bits. */
  readonly uniform: () => number;
  /** Standard normal. Source: Box and Muller 1958. */
  readonly normal: () => number;
}

/**
 * xoshiro128**, some thirty times as fast as the world's streams, whose draws have names; resampling needs no names.
 * Source: Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4).
 * @param seed any text.
 */
export function fastChance(seed: string): FastChance {
  const digest = sha256(seed);
  const key = [0, 8].map((from) => Number.parseInt(digest.slice(from, from + 8), 16));
  let [a, b, c, d] = philox([0, 0, 0, 0], key[0]!, key[1]!);
  let spare: number | undefined;
  const uniform = (): number => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result / 4_294_967_296;
  };
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal };
}
