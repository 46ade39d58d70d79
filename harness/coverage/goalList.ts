import type { Goal } from './goal.ts';

/** Goals, each by its number, and which have been reached. */
export class GoalList {
  readonly #goals: Goal[] = [];
  readonly #reached: boolean[] = [];

  get all(): readonly Goal[] {
    return this.#goals;
  }

  /** @returns the goal's number. */
  add(goal: Goal): number {
    this.#reached.push(false);
    return this.#goals.push(goal) - 1;
  }

  reach(goal: number): void {
    this.#reached[goal] = true;
  }

  has(goal: number): boolean {
    return this.#reached[goal]!;
  }
}
