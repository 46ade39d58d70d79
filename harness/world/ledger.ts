/** Where a conversation can be; the last three are where it stays. */
const places = ['onItsWay', 'withBot', 'waiting', 'withAgent', 'ended', 'contained', 'abandoned'] as const;
type Place = (typeof places)[number];

/** How many conversations are where. */
export type PlaceCounts = Readonly<Record<Place, number>>;

/** Counts every conversation from arrival to its end, so that none is lost and none is in two places. */
export class Ledger {
  readonly #counts: Record<Place, number> = {
    onItsWay: 0,
    withBot: 0,
    waiting: 0,
    withAgent: 0,
    ended: 0,
    contained: 0,
    abandoned: 0,
  };
  #arrivals = 0;

  get arrivals(): number {
    return this.#arrivals;
  }

  get counts(): PlaceCounts {
    return { ...this.#counts };
  }

  arrive(at: Place): void {
    this.#arrivals++;
    this.#counts[at]++;
  }

  move(from: Place, to: Place): void {
    this.#counts[from]--;
    this.#counts[to]++;
  }

  /**
   * Holds the books against what is really there.
   * @throws Error when conversations are not conserved: a defect of the world, never of its scenario.
   */
  assertConserved(waiting: number, withAgent: number): void {
    const counts = this.#counts;
    const total = places.reduce((sum, place) => sum + counts[place], 0);
    const isNegative = places.some((place) => counts[place] < 0);
    if (
      isNegative ||
      total !== this.#arrivals ||
      counts.waiting !== waiting ||
      counts.withAgent !== withAgent
    ) {
      const really = JSON.stringify({ arrivals: this.#arrivals, waiting, withAgent });
      throw new Error(`conversations are not conserved: ${JSON.stringify(counts)} against ${really}`);
    }
  }
}
