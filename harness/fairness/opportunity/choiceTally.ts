import { factored, type Factored } from '../../statistics/covariance.ts';
import { KeptChoices } from './keptChoices.ts';

/**
 * Selections and what was to be expected of them, over decisions in which there was a choice: among whom, with what
 * propensity for each, and who it was. Memory grows with the square of the agents, and with the decisions only up to what
 * is kept for resampling.
 */
export class ChoiceTally {
  /** By agent's place: times chosen, expected to be, and among those to choose from; of decisions with a choice. */
  chosen = new Float64Array(16);
  expected = new Float64Array(16);
  offered = new Float64Array(16);
  /** Times chosen where there was no choice. */
  unopposed = new Float64Array(16);
  /** Decisions with a choice. */
  choices = 0;
  readonly kept = new KeptChoices();
  #covariance = new Float64Array(16 * 16);
  #factored: Factored | undefined;
  #size = 0;

  /** Places in use. */
  get size(): number {
    return this.#size;
  }

  /**
   * Takes in a decision.
   * @param places of those to choose from, each once.
   * @param weights their propensities in any unit, each above 0; all alike unless told.
   * @param chosen the place of the one it was.
   */
  add(places: readonly number[], chosen: number, weights?: readonly number[]): void {
    this.#factored = undefined;
    this.#makeRoom(Math.max(...places) + 1);
    if (places.length === 1) {
      this.unopposed[chosen]!++;
      return;
    }
    const sum = weights?.reduce((total, weight) => total + weight, 0) ?? places.length;
    const propensities = places.map((_, index) => (weights?.[index] ?? 1) / sum);
    this.choices++;
    this.chosen[chosen]!++;
    const stride = this.expected.length;
    for (const [index, place] of places.entries()) {
      const propensity = propensities[index]!;
      this.expected[place]! += propensity;
      this.offered[place]!++;
      const row = place * stride;
      for (const [other, otherPlace] of places.entries())
        this.#covariance[row + otherPlace]! +=
          propensity * ((index === other ? 1 : 0) - propensities[other]!);
    }
    this.kept.add(places, weights === undefined ? undefined : propensities);
  }

  variance(place: number): number {
    return this.covariance(place, place);
  }

  covariance(place: number, other: number): number {
    const isIn = place < this.#size && other < this.#size;
    return isIn ? this.#covariance[place * this.expected.length + other]! : 0;
  }

  /** The covariance of all, ready to be inverted. */
  factored(): Factored {
    return (this.#factored ??= factored(this.#covariance, this.expected.length, this.#size));
  }

  /** The same with some places put together as one, which is the last. @param pooled by place, whether it is one of them. */
  pooled(pooled: (place: number) => boolean): {
    readonly factored: Factored;
    readonly difference: Float64Array;
  } {
    const target: number[] = [];
    let size = 0;
    for (let place = 0; place < this.#size; place++) target.push(pooled(place) ? -1 : size++);
    const to = (place: number): number => (target[place] === -1 ? size : target[place]!);
    const stride = size + 1;
    const covariance = new Float64Array(stride * stride);
    const difference = new Float64Array(stride);
    for (let place = 0; place < this.#size; place++) {
      difference[to(place)]! += this.chosen[place]! - this.expected[place]!;
      for (let other = 0; other < this.#size; other++)
        covariance[to(place) * stride + to(other)]! += this.covariance(place, other);
    }
    return { factored: factored(covariance, stride, stride), difference };
  }

  #makeRoom(size: number): void {
    this.#size = Math.max(this.#size, size);
    const room = this.expected.length;
    if (size <= room) return;
    const grown = Math.max(size, room * 2);
    const longer = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(grown);
      to.set(from);
      return to;
    };
    this.chosen = longer(this.chosen);
    this.expected = longer(this.expected);
    this.offered = longer(this.offered);
    this.unopposed = longer(this.unopposed);
    const covariance = new Float64Array(grown * grown);
    for (let row = 0; row < room; row++)
      covariance.set(this.#covariance.subarray(row * room, (row + 1) * room), row * grown);
    this.#covariance = covariance;
  }
}
