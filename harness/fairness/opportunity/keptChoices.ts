import type { FastChance } from '../../statistics/fastChance.ts';

/** Decisions, and agents in them together, that are kept for resampling; of more, none are. */
const mostChoices = 20_000;
const mostEntries = 2_000_000;

/** Among whom each decision chose, kept to choose again by chance. */
export class KeptChoices {
  #starts: number[] = [0];
  #places: number[] = [];
  /** By entry, the propensity of it and those before it in its decision; NaN throughout where all are alike. */
  #cumulative: number[] = [];
  #isWhole = true;

  /** Whether all decisions are kept: there were not too many. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** @param propensities sum to 1; undefined when all are alike. */
  add(places: readonly number[], propensities: readonly number[] | undefined): void {
    if (!this.#isWhole) return;
    if (this.#starts.length > mostChoices || this.#places.length + places.length > mostEntries) {
      this.#isWhole = false;
      this.#starts = [0];
      this.#places = [];
      this.#cumulative = [];
      return;
    }
    let sum = 0;
    for (const [index, place] of places.entries()) {
      sum += propensities?.[index] ?? NaN;
      this.#places.push(place);
      this.#cumulative.push(sum);
    }
    this.#starts.push(this.#places.length);
  }

  /** Something that chooses anew in every decision, each time it is called. */
  resampler(chance: FastChance): (counts: Float64Array) => void {
    const starts = Int32Array.from(this.#starts);
    const places = Int32Array.from(this.#places);
    const cumulative = Float64Array.from(this.#cumulative);
    const { uniform } = chance;
    return (counts) => {
      counts.fill(0);
      for (let decision = 0; decision + 1 < starts.length; decision++) {
        const from = starts[decision]!;
        const to = starts[decision + 1]!;
        const drawn = uniform();
        let entry = from;
        if (Number.isNaN(cumulative[from]!)) entry += Math.floor(drawn * (to - from));
        else while (entry < to - 1 && drawn >= cumulative[entry]!) entry++;
        counts[places[entry]!]!++;
      }
    };
  }
}
