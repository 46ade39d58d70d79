/** What left a queue at a moment. */
interface Departure {
  readonly at: number;
  readonly isWithinTarget: boolean;
}

/** The share of departures within target over the last so many minutes, forgetting what is older. */
export class TrailingShare {
  readonly #windowMs: number;
  readonly #departures: Departure[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(at: number, isWithinTarget: boolean): void {
    this.#departures.push({ at, isWithinTarget });
  }

  /** @returns 0 to 1; undefined when nothing left in the window before `now`. */
  share(now: number): number | undefined {
    const firstKept = this.#departures.findIndex(({ at }) => at > now - this.#windowMs);
    this.#departures.splice(0, firstKept === -1 ? this.#departures.length : firstKept);
    const within = this.#departures.filter(({ isWithinTarget }) => isWithinTarget).length;
    return this.#departures.length === 0 ? undefined : within / this.#departures.length;
  }
}
