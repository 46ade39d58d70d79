import { sha256 } from '../../canonical.ts';
import type { Outcomes } from '../../conditions/evaluator.ts';
import type { FactValues } from '../../facts/definition.ts';
import {
  bodyBase,
  type Command,
  type DecisionBody,
  type DecisionContext,
  type NotReplayable,
  type RulingBase,
} from '../record.ts';
import type { HeadStart } from './queueOrder.ts';

/** One priority point of Genesys Cloud is one minute. */
const msOfPoint = 60_000;

/** A conversation that waits, with what its head starts came to. */
export interface Waiting {
  readonly conversation: string;
  /** When it entered the queue, in milliseconds. */
  readonly queuedAt: number;
  /** Gives the facts its head starts read, as found. */
  readonly facts: () => FactValues;
  /** The head starts of the pack that covers it; none when no pack does. */
  readonly headStarts: readonly HeadStart[];
  /** Their outcomes, in their order; undefined when there are none. */
  readonly outcomes: Outcomes | undefined;
  /** `headStartMs` of these. */
  readonly headStartMs: number;
}

/** A waiting conversation's place, and how it came by it. */
export interface Place {
  readonly conversation: string;
  /** The facts its head starts read, as found. */
  readonly facts: FactValues;
  readonly waitSeconds: number;
  readonly headStartSeconds: number;
  /** Time waited plus head start: more is sooner. */
  readonly rankSeconds: number;
  readonly headStarts: readonly string[];
  /** What Genesys Cloud is told: one point is one minute, whole points only. */
  readonly priorityPoints: number;
  /** Head start that rounding to whole points adds or, when negative, takes away. */
  readonly roundingSeconds: number;
}

export interface OrderDecision extends DecisionBody {
  readonly point: 'order';
  readonly queue: string;
  /** Next first. */
  readonly places: readonly Place[];
  readonly next: string;
  /**
   * The conversation's place, from 1, where it was decided while it waits: facts, rules, `decidedBy` and the command are
   * then its own, and not those of who is next.
   */
  readonly place?: number;
}

/** At which moment a queue is ordered: one of those who wait is answered, or begins to wait. */
export type OrderMoment = 'answered' | 'waiting';

/** What the head starts that hold come to, in milliseconds. */
export function headStartMs(headStarts: readonly HeadStart[], outcomes: Outcomes): number {
  return headStarts.reduce(
    (sum, { headStartSeconds }, index) =>
      outcomes.holds(index) ? sum + Math.round(headStartSeconds * 1000) : sum,
    0,
  );
}

/** What a head start is to the platform: whole points of a minute each, halves up, and what rounding to them adds. */
export function pointsOf(headStartMs: number): Pick<Place, 'priorityPoints' | 'roundingSeconds'> {
  const priorityPoints = Math.round(headStartMs / msOfPoint);
  return { priorityPoints, roundingSeconds: (priorityPoints * msOfPoint - headStartMs) / 1000 };
}

/**
 * Orders a queue, each conversation by the head starts of the pack that covers it. Equal ranks go to the earlier arrival,
 * and arrivals of one moment by seeded hash.
 * @param pack the name of the pack that covers the conversation.
 * @param waiting at least one, all of one queue; `context.conversation` is the one the record answered then, or the one
 * that begins to wait.
 */
export function decideOrder(
  pack: string,
  queue: string,
  waiting: readonly Waiting[],
  moment: OrderMoment,
  context: DecisionContext,
): OrderRuling | NotReplayable {
  for (const { outcomes } of waiting) {
    for (let place = 0; place < (outcomes?.count ?? 0); place++) {
      const unknowable = outcomes!.unknowable(place);
      if (unknowable !== undefined) return { notReplayable: unknowable };
    }
  }
  const chance = (one: Waiting): string => sha256(`${context.seed}\0${one.conversation}`);
  // At one moment, whose rank is most began to wait, or was let in, earliest.
  const ranked = waiting.toSorted(
    (a, b) =>
      a.queuedAt - a.headStartMs - (b.queuedAt - b.headStartMs) ||
      a.queuedAt - b.queuedAt ||
      (chance(a) < chance(b) ? -1 : 1),
  );
  return new OrderRuling(pack, queue, ranked, moment, context);
}

/** Who is next in a queue. */
export class OrderRuling implements RulingBase<OrderDecision> {
  readonly point = 'order';
  readonly pack: string;
  readonly context: DecisionContext;
  /** Next first. */
  readonly ranked: readonly Waiting[];
  readonly moment: OrderMoment;
  readonly #queue: string;

  constructor(
    pack: string,
    queue: string,
    ranked: readonly Waiting[],
    moment: OrderMoment,
    context: DecisionContext,
  ) {
    this.pack = pack;
    this.#queue = queue;
    this.ranked = ranked;
    this.moment = moment;
    this.context = context;
  }

  get next(): string {
    return this.ranked[0]!.conversation;
  }

  /** The conversation decided about, among those who wait. */
  get own(): Waiting {
    return this.ranked.find(({ conversation }) => conversation === this.context.conversation)!;
  }

  /**
   * What put the first before the second: its head start, when without it the second would have been first. Of one that
   * begins to wait, the head starts it has.
   */
  get decidedBy(): string {
    if (this.moment === 'waiting') return given(this.own).join(' + ') || 'no head start';
    const [first, second] = this.ranked as readonly [Waiting, Waiting?];
    if (second === undefined) return 'only one waits';
    if (first.queuedAt - first.headStartMs === second.queuedAt - second.headStartMs)
      return first.queuedAt === second.queuedAt ? 'seededHash' : 'earlier arrival';
    return first.queuedAt >= second.queuedAt ? given(first).join(' + ') : 'longest wait';
  }

  record(): OrderDecision {
    const isWaiting = this.moment === 'waiting';
    const about = isWaiting ? this.own : this.ranked[0]!;
    const places = this.ranked.map((one) => place(one, this.context.at));
    return {
      ...bodyBase('order', this.pack, this.context),
      facts: about.facts(),
      rules: about.outcomes?.readable() ?? [],
      decidedBy: this.decidedBy,
      queue: this.#queue,
      places,
      next: this.next,
      ...(isWaiting ? { place: this.ranked.indexOf(about) + 1 } : {}),
      commands: this.ranked.flatMap((one, index) =>
        one.headStarts.length === 0 || (isWaiting && one !== about) ? [] : [priorityCommand(places[index]!)],
      ),
    };
  }
}

/** The head starts that hold, by name. */
function given({ headStarts, outcomes }: Waiting): string[] {
  return headStarts.filter((_, index) => outcomes!.holds(index)).map(({ name }) => name);
}

function place(waiting: Waiting, at: number): Place {
  const waitMs = at - waiting.queuedAt;
  return {
    conversation: waiting.conversation,
    facts: waiting.facts(),
    waitSeconds: waitMs / 1000,
    headStartSeconds: waiting.headStartMs / 1000,
    rankSeconds: (waitMs + waiting.headStartMs) / 1000,
    headStarts: given(waiting),
    ...pointsOf(waiting.headStartMs),
  };
}

/** Sent for 0 points too: a head start that is lost must not stay on the platform. */
function priorityCommand({ conversation, priorityPoints: points }: Place): Command {
  return { set: 'priority', conversation, points };
}
