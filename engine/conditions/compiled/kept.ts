import type { FactValues } from '../../facts/definition.ts';
import { gather } from '../../facts/gather.ts';
import type { FactFinder, Outcomes } from '../evaluator.ts';
import type { RuleOutcome } from '../outcome.ts';

/** Numbers a page has room for at least. */
const pageLength = 8192;

/** What was found of rules and leaves, one decision after the other: allocating one page costs less than many scraps. */
export class KeptPages {
  #page = new Int32Array(0);
  #used = 0;

  /** Room for so many numbers, all 0. @returns where it begins in `page`. */
  take(length: number): number {
    if (this.#used + length > this.#page.length) {
      this.#page = new Int32Array(Math.max(pageLength, length));
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += length;
    return at;
  }

  /** The page that `take` last gave room in. Outcomes hold on to it; it goes when the last of them does. */
  get page(): Int32Array {
    return this.#page;
  }
}

/** Makes outcomes readable from what was kept of them. */
export interface KeptReader {
  readonly reads: readonly string[];
  evaluateKept(kept: Int32Array, at: number, facts: FactValues): readonly RuleOutcome[];
}

/** Outcomes as bits: one for each rule that holds, and what was found of every leaf. */
export class KeptOutcomes implements Outcomes {
  readonly count: number;
  readonly #reader: KeptReader;
  readonly #kept: Int32Array;
  readonly #holdsAt: number;
  readonly #leavesAt: number;
  readonly #find: FactFinder;

  /**
   * @param holdsAt where in `kept` the bits of the rules begin.
   * @param leavesAt where what was found of the leaves does.
   */
  constructor(
    count: number,
    reader: KeptReader,
    kept: Int32Array,
    holdsAt: number,
    leavesAt: number,
    find: FactFinder,
  ) {
    this.count = count;
    this.#reader = reader;
    this.#kept = kept;
    this.#holdsAt = holdsAt;
    this.#leavesAt = leavesAt;
    this.#find = find;
  }

  holds(rule: number): boolean {
    return ((this.#kept[this.#holdsAt + (rule >>> 5)]! >>> (rule & 31)) & 1) === 1;
  }

  unknowable(): undefined {
    return undefined;
  }

  readable(): readonly RuleOutcome[] {
    const facts = gather(this.#reader.reads, this.#find);
    return this.#reader.evaluateKept(this.#kept, this.#leavesAt, facts);
  }
}
