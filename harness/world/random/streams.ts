import { sha256 } from '../../../engine/canonical.ts';
import { RandomStream } from './stream.ts';

/** The sources of chance in the world, each independent of the others; `engine` is that of a program in lock-step with it. */
type ChanceSource =
  | 'arrivals'
  | 'arrivalRate'
  | 'customer'
  | 'menu'
  | 'bot'
  | 'patience'
  | 'ringing'
  | 'talk'
  | 'afterCall'
  | 'survey'
  | 'engine';

/**
 * All the chance in one run. A draw is named by seed, source and subject (a conversation, or a conversation and an
 * agent), so that two runs that differ in routing share every arrival, patience and handle time: common random numbers.
 */
export class RandomStreams {
  readonly #seed: number;
  readonly #keys = new Map<ChanceSource, readonly [number, number]>();

  /** @param seed any whole number. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** @param subject up to three unsigned 32-bit words; a stream of the same name and subject always begins alike. */
  stream(source: ChanceSource, ...subject: readonly number[]): RandomStream {
    let key = this.#keys.get(source);
    if (key === undefined) {
      const digest = sha256(`${this.#seed}/${source}`);
      key = [Number.parseInt(digest.slice(0, 8), 16), Number.parseInt(digest.slice(8, 16), 16)];
      this.#keys.set(source, key);
    }
    return new RandomStream(key, [subject[0] ?? 0, subject[1] ?? 0, subject[2] ?? 0]);
  }
}

/** @returns an unsigned 32-bit word that stands for a name in a stream's subject, wherever the name is in its list. */
export function subjectOf(name: string): number {
  return Number.parseInt(sha256(name).slice(0, 8), 16);
}
