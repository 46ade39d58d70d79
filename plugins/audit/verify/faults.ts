import type { Problem } from '../../../engine/problem.ts';

/** How many faults are told; what more there are is counted. */
export const mostTold = 100;

/** Where a fault was seen, and what to do. */
type Place = Pick<Problem, 'file' | 'line' | 'hint'>;

/** What is found to be wrong, in the order it is found. */
export class Faults {
  readonly #told: Problem[] = [];
  #count = 0;

  get told(): readonly Problem[] {
    return this.#told;
  }

  get count(): number {
    return this.#count;
  }

  add(code: string, message: string, place: Place): void {
    this.#count++;
    if (this.#told.length < mostTold) this.#told.push({ code, severity: 'error', message, ...place });
  }
}
