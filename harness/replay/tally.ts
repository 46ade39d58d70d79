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

  count(decision: Made): void {
    if (decision === undefined) return;
    if ('notReplayable' in decision) {
      increment(this.#lacking, decision.notReplayable);
      return;
    }
    this.#decisions[decision.point]++;
    if (decision.point === 'ranking' && decision.winner === undefined) this.#unroutable++;
    const settled = this.#decidedBy.get(decision.point) ?? new Map<string, number>();
    this.#decidedBy.set(decision.point, settled);
    increment(settled, decision.decidedBy);
  }

  result(): DecisionTally {
    return {
      decisions: this.#decisions,
      unroutable: this.#unroutable,
      notReplayable: [...this.#lacking.values()].reduce((sum, count) => sum + count, 0),
      notReplayableBy: Object.fromEntries(this.#lacking),
      decidedBy: Object.fromEntries(
        decisionPoints.map((point) => [point, mostFirst(this.#decidedBy.get(point))]),
      ) as DecisionTally['decidedBy'],
    };
  }
}

function zeros(): Record<DecisionPoint, number> {
  return { ranking: 0, skills: 0, order: 0, handoff: 0 };
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function mostFirst(counts: ReadonlyMap<string, number> = new Map()): Record<string, number> {
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}
