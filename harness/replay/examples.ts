import type { DecisionPoint } from '../../engine/decisions/record.ts';

/** Examples kept of each kind; the rest is counted. */
const mostExamples = 3;

/** One decision that came out differently. */
export interface ChangeExample {
  /** The event of the recording it was made at, from 0: examples are the first ones. */
  readonly event: number;
  readonly id: string;
  readonly at: string;
  readonly before: string;
  readonly after: string;
}

/** A decision that came out differently, and whose it is. */
export interface Change {
  readonly point: DecisionPoint;
  readonly conversation: string;
  readonly example: ChangeExample;
}

/** The first of many examples, in the order of the recording, from however many shares of it they come. */
export class FirstExamples {
  #kept: readonly ChangeExample[] = [];

  get all(): readonly ChangeExample[] {
    return this.#kept;
  }

  /**
   * @param event of an example that is not before any other given so far.
   * @param example asked for only where it may be one of the first.
   */
  add(event: number, example: () => ChangeExample): void {
    if (this.#kept.length < mostExamples || event === this.#kept.at(-1)!.event) this.join([example()]);
  }

  /** Takes in examples of another share. */
  join(others: readonly ChangeExample[]): void {
    if (others.length > 0) this.#kept = [...this.#kept, ...others].sort(inOrder).slice(0, mostExamples);
  }
}

/** By event; at one event there may be several. */
function inOrder(one: ChangeExample, other: ChangeExample): number {
  if (one.event !== other.event) return one.event - other.event;
  const [a, b] = [one, other].map(({ id, before, after }) => `${id}\0${before}\0${after}`) as [
    string,
    string,
  ];
  return a < b ? -1 : Number(a > b);
}
