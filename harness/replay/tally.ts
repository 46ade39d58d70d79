import type { Decision, Made } from '../../engine/decisions/policyRun.ts';
import { decisionPoints, type DecisionPoint } from '../../engine/decisions/record.ts';

/** Decisions of one policy, counted. */
export interface DecisionTally {
  readonly decisions: Readonly<Record<DecisionPoint, number>>;
  /** Deadlines of messages that were not kept; of one that failed, one. */
  readonly breaches: number;
  /** Rankings in which nobody could take the conversation. */
  readonly unroutable: number;
  readonly notReplayable: number;
  /** Decisions not replayable, by the fact the recording lacks. */
  readonly notReplayableBy: Readonly<Record<string, number>>;
  /** For each point, how many decisions each rule or step settled. */
  readonly decidedBy: Readonly<Record<DecisionPoint, Readonly<Record<string, number>>>>;
}

/** How often something came up, by name. */
class Counts {
  readonly #counts = new Map<string, { count: number }>();

  add(name: string, count: number): void {
    const counted = this.#counts.get(name);
    if (counted === undefined) this.#counts.set(name, { count });
    else counted.count += count;
  }

  get sum(): number {
    let sum = 0;
    for (const { count } of this.#counts.values()) sum += count;
    return sum;
  }

  /** Most first, equals by name. */
  result(): Record<string, number> {
    const all = [...this.#counts].map(([name, { count }]): [string, number] => [name, count]);
    return Object.fromEntries(all.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
  }
}

/** Counts decisions as they are made. */
export class Tally {
  readonly #decidedBy: Readonly<Record<DecisionPoint, Counts>> = {
    skills: new Counts(),
    order: new Counts(),
    ranking: new Counts(),
    handoff: new Counts(),
    delivery: new Counts(),
    reaction: new Counts(),
  };
  readonly #lacking = new Counts();
  #unroutable = 0;
  #breaches = 0;

  count(made: Made | Decision): void {
    if (made === undefined) return;
    if ('notReplayable' in made) {
      this.#lacking.add(made.notReplayable, 1);
      return;
    }
    if (made.point === 'ranking' && made.winner === undefined) this.#unroutable++;
    if (made.point === 'delivery' && made.broken !== undefined) this.#breaches++;
    this.#decidedBy[made.point].add(made.decidedBy, 1);
  }

  /** Takes in what somebody else counted. */
  join(other: DecisionTally): void {
    this.#unroutable += other.unroutable;
    this.#breaches += other.breaches;
    for (const [fact, count] of Object.entries(other.notReplayableBy)) this.#lacking.add(fact, count);
    for (const point of decisionPoints) {
      for (const [rule, count] of Object.entries(other.decidedBy[point]))
        this.#decidedBy[point].add(rule, count);
    }
  }

  result(): DecisionTally {
    const { ranking, skills, order, handoff, delivery, reaction } = this.#decidedBy;
    return {
      decisions: {
        ranking: ranking.sum,
        skills: skills.sum,
        order: order.sum,
        handoff: handoff.sum,
        delivery: delivery.sum,
        reaction: reaction.sum,
      },
      breaches: this.#breaches,
      unroutable: this.#unroutable,
      notReplayable: this.#lacking.sum,
      notReplayableBy: this.#lacking.result(),
      decidedBy: Object.fromEntries(
        decisionPoints.map((point) => [point, this.#decidedBy[point].result()]),
      ) as DecisionTally['decidedBy'],
    };
  }
}
