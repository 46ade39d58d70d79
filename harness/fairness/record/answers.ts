import type { Agent } from '../../../engine/conversation/floor.ts';
import { withCommas } from '../../figures.ts';
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
  /** Answers of known agents whom it does not show free when they were taken: they count for `counts` alone. */
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
  /** Answers by who was free then, each of them as likely as the others. */
  readonly amongFree: Omit<Evenness, 'verdict' | 'because'>;
}

/** The moment at which it was decided who answers. */
export interface Moment {
  /** Whether the customer had waited by then. */
  readonly waited: boolean;
  /** Agents just before; none where the record does not carry their status. */
  readonly floor: readonly Agent[];
}

/** Answers by agents whom a record shows free, as a share, below which it does not tell who was free. */
export const credibleShare = 0.95;

/** Counts who answered, and who could have. */
export class AnswerTally {
  readonly #places = new Map<string, number>();
  readonly #counts: number[] = [];
  readonly #choices = new ChoiceTally();
  #unknown = 0;
  #othersFree = 0;
  #notShownFree = 0;

  add(agent: string | null, queue: string, { waited, floor }: Moment): void {
    if (agent === null) {
      this.#unknown++;
      return;
    }
    const answering = this.#place(agent);
    this.#counts[answering]!++;
    const free = floor
      .filter(({ status, queues }) => status === 'IDLE' && (queues === undefined || queues.includes(queue)))
      .map(({ id }) => this.#place(id));
    if (waited && free.some((place) => place !== answering)) this.#othersFree++;
    if (free.includes(answering)) this.#choices.add(free, answering);
    else this.#notShownFree++;
  }

  /** @param tolerance the largest effect still called fair. @param seed of resampling. */
  result(tolerance: number, seed: string): Answers {
    const { choices, agents, test, effect, reach } = evennessOf(this.#choices, tolerance, seed);
    const known = this.#counts.reduce((sum, count) => sum + count, 0);
    const uniformity = uniformityOf(this.#counts, this.#choices, seed);
    return {
      agents: this.#counts.length,
      byKnownAgent: known,
      byUnknownAgent: this.#unknown,
      notShownFree: this.#notShownFree,
      byAgent: [...this.#places]
        .map(([agent, place]) => ({ agent, answered: this.#counts[place]! }))
        .sort((a, b) => b.answered - a.answered || (a.agent < b.agent ? -1 : 1)),
      othersFreeAfterAWait: this.#othersFree,
      counts:
        this.#notShownFree <= (1 - credibleShare) * known
          ? uniformity
          : { ...uniformity, ...untold(known - this.#notShownFree, known) },
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

function untold(
  shown: number,
  known: number,
): Pick<Uniformity, 'giniByChance' | 'chiSquareByChance' | 'saysSomething' | 'why'> {
  return {
    giniByChance: null,
    chiSquareByChance: null,
    saysSomething: false,
    why: `it supposes that every agent was free equally often, and the record does not tell: it shows ${withCommas(shown)} of ${withCommas(known)} who answered as free`,
  };
}
