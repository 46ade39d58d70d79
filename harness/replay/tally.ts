import type { Made } from '../../engine/decisions/policyRun.ts';
import { decisionPoints, type DecisionPoint } from '../../engine/decisions/record.ts';

/** Decisions of one policy, counted. */
export interface DecisionTally {
  readonly decisions: Readonly<Record<DecisionPoint, number>>;
  /** Rankings in which nobody could take the conversation. */
  readonly unroutable: number;
  readonly notReplayable: number;
  /** Decisions not replayable, by the fact the recording lacks. */
  readonly notReplayableBy: Readonly<Record<string, number>>;
  /** For each point, how many decisions each rule or step settled. */
  readonly decidedBy: Readonly<Record<DecisionPoint, Readonly<Record<string, number>>>>;
}

/** Counts decisions as they are made. */
export class Tally {
  readonly #decisions = zeros();
  readonly #decidedBy = new Map<DecisionPoint, Map<string, number>>();
  readonly #lacking = new Map<string, number>();
  #unroutable = 0;

  count(made: Made): void {
    if (made === undefined) return;
    if ('notReplayable' in made) {
      add(this.#lacking, made.notReplayable, 1);
      return;
    }
    this.#decisions[made.point]++;
    if (made.point === 'ranking' && made.winner === undefined) this.#unroutable++;
    add(this.#settled(made.point), made.decidedBy, 1);
  }

  /** Takes in what somebody else counted. */
  join(other: DecisionTally): void {
    this.#unroutable += other.unroutable;
    for (const [fact, count] of Object.entries(other.notReplayableBy)) add(this.#lacking, fact, count);
    for (const point of decisionPoints) {
      this.#decisions[point] += other.decisions[point];
      for (const [rule, count] of Object.entries(other.decidedBy[point]))
        add(this.#settled(point), rule, count);
    }
  }

  result(): DecisionTally {
    return {
      decisions: this.#decisions,
      unroutable: this.#unroutable,
      notReplayable: [...this.#lacking.values()].reduce((sum, count) => sum + count, 0),
      notReplayableBy: mostFirst(this.#lacking),
      decidedBy: Object.fromEntries(
        decisionPoints.map((point) => [point, mostFirst(this.#decidedBy.get(point))]),
      ) as DecisionTally['decidedBy'],
    };
  }

  #settled(point: DecisionPoint): Map<string, number> {
    let settled = this.#decidedBy.get(point);
    if (settled === undefined) {
      settled = new Map();
      this.#decidedBy.set(point, settled);
    }
    return settled;
  }
}

function zeros(): Record<DecisionPoint, number> {
  return { ranking: 0, skills: 0, order: 0, handoff: 0 };
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function mostFirst(counts: ReadonlyMap<string, number> = new Map()): Record<string, number> {
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}
