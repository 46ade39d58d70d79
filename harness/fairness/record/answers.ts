import type { Agent } from '../../../engine/conversation/floor.ts';
import { ChoiceTally } from '../opportunity/choiceTally.ts';
import { evennessOf, type Evenness } from '../opportunity/evenness.ts';
import { uniformityOf, type Uniformity } from '../uniformity.ts';

/** Who answered, by the record: a description, of which no policy is judged. */
export interface Answers {
  /** Agents who answered or were free when something was answered. */
  readonly agents: number;
  /** Answers of which the record says who gave them. */
  readonly byKnownAgent: number;
  /** Answers of which it does not. */
  readonly byUnknownAgent: number;
  /** Answers of known agents whom it does not show free just before: they count for `counts` alone. */
  readonly notShownFree: number;
  /** Most first. */
  readonly byAgent: readonly { readonly agent: string; readonly answered: number }[];
  /**
   * Answers to a customer who had waited, with somebody beside the one who answered shown free: many of them say that the
   * record does not tell who was free, or leaves out what agents were free for.
   */
  readonly othersFreeAfterAWait: number;
  /** Answered conversations per agent, as the source documents look at them. */
  readonly counts: Uniformity;
  /** Answers by who was free just before, each of them as likely as the others. */
  readonly amongFree: Omit<Evenness, 'verdict' | 'because'>;
}

/** Counts who answered, and who could have. */
export class AnswerTally {
  readonly #places = new Map<string, number>();
  readonly #counts: number[] = [];
  readonly #choices = new ChoiceTally();
  #unknown = 0;
  #othersFree = 0;
  #notShownFree = 0;

  /**
   * @param waited whether the customer had to wait.
   * @param floor agents just before the answer, or undefined where the record does not carry their status.
   */
  add(agent: string | null, queue: string, waited: boolean, floor: readonly Agent[] | undefined): void {
    if (agent === null) {
      this.#unknown++;
      return;
    }
    const answering = this.#place(agent);
    this.#counts[answering]!++;
    const free = (floor ?? [])
      .filter(({ status, queues }) => status === 'IDLE' && (queues === undefined || queues.includes(queue)))
      .map(({ id }) => this.#place(id));
    if (waited && free.some((place) => place !== answering)) this.#othersFree++;
    if (free.includes(answering)) this.#choices.add(free, answering);
    else this.#notShownFree++;
  }

  /** @param tolerance the largest effect still called fair. @param seed of resampling. */
  result(tolerance: number, seed: string): Answers {
    const { choices, agents, test, effect, reach } = evennessOf(this.#choices, tolerance, seed);
    return {
      agents: this.#counts.length,
      byKnownAgent: this.#counts.reduce((sum, count) => sum + count, 0),
      byUnknownAgent: this.#unknown,
      notShownFree: this.#notShownFree,
      byAgent: [...this.#places]
        .map(([agent, place]) => ({ agent, answered: this.#counts[place]! }))
        .sort((a, b) => b.answered - a.answered || (a.agent < b.agent ? -1 : 1)),
      othersFreeAfterAWait: this.#othersFree,
      counts: uniformityOf(this.#counts, this.#choices, seed),
      amongFree: {
        choices,
        agents,
        ...(test === undefined ? {} : { test }),
        ...(effect === undefined ? {} : { effect }),
        ...(reach === undefined ? {} : { reach }),
      },
    };
  }

  #place(agent: string): number {
    let place = this.#places.get(agent);
    if (place === undefined) {
      place = this.#counts.length;
      this.#places.set(agent, place);
      this.#counts.push(0);
    }
    return place;
  }
}
