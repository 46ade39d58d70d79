import { sha256 } from '../../canonical.ts';
import type { RuleOutcome } from '../../conditions/outcome.ts';
import type { FactValues } from '../../facts/definition.ts';
import {
  bodyBase,
  type Command,
  type DecisionBody,
  type DecisionContext,
  type NotReplayable,
} from '../record.ts';
import type { HeadStart } from './queueOrder.ts';

/** A conversation that waits, with what its head starts came to. */
export interface Waiting {
  readonly conversation: string;
  /** When it entered the queue, in milliseconds. */
  readonly queuedAt: number;
  readonly facts: FactValues;
  /** The head starts of the pack that covers it; none when no pack does. */
  readonly headStarts: readonly HeadStart[];
  /** Their outcomes, in their order. */
  readonly outcomes: readonly RuleOutcome[];
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
}

/**
 * Orders a queue, each conversation by the head starts of the pack that covers it. Equal ranks go to the earlier arrival, and arrivals of one moment by seeded hash.
 * @param pack the name of the pack that covers the conversation the record answered.
 * @param waiting at least one, all of one queue; `context.conversation` is the one the record answered then.
 */
export function decideOrder(
  pack: string,
  queue: string,
  waiting: readonly Waiting[],
  context: DecisionContext,
): OrderDecision | NotReplayable {
  const unknowable = waiting
    .flatMap((one) => one.outcomes)
    .find((outcome) => outcome.unknowable !== undefined);
  if (unknowable !== undefined) return { notReplayable: unknowable.unknowable! };
  const chance = (one: Waiting): string => sha256(`${context.seed}\0${one.conversation}`);
  const ranked = waiting
    .map((one) => ({ one, place: place(one, context.at) }))
    .sort(
      (a, b) =>
        b.place.rankSeconds - a.place.rankSeconds ||
        a.one.queuedAt - b.one.queuedAt ||
        (chance(a.one) < chance(b.one) ? -1 : 1),
    );
  const [first, second] = ranked as [(typeof ranked)[number], (typeof ranked)[number]?];
  const places = ranked.map(({ place }) => place);
  return {
    ...bodyBase('order', pack, context),
    facts: first.one.facts,
    rules: first.one.outcomes,
    decidedBy: reason(first.place, second?.place),
    queue,
    places,
    next: first.one.conversation,
    commands: ranked.flatMap(({ one, place }) =>
      one.headStarts.length === 0 ? [] : [priorityCommand(place)],
    ),
  };
}

function place(waiting: Waiting, at: number): Place {
  const given = waiting.headStarts.filter((_, index) => waiting.outcomes[index]!.holds);
  const headStartMs = given.reduce(
    (sum, { headStartSeconds }) => sum + Math.round(headStartSeconds * 1000),
    0,
  );
  const waitMs = at - waiting.queuedAt;
  const priorityPoints = Math.round(headStartMs / 60_000);
  return {
    conversation: waiting.conversation,
    facts: waiting.facts,
    waitSeconds: waitMs / 1000,
    headStartSeconds: headStartMs / 1000,
    rankSeconds: (waitMs + headStartMs) / 1000,
    headStarts: given.map(({ name }) => name),
    priorityPoints,
    roundingSeconds: (priorityPoints * 60_000 - headStartMs) / 1000,
  };
}

/** What put the first before the second: its head start, when without it the second would have been first. */
function reason(first: Place, second: Place | undefined): string {
  if (second === undefined) return 'only one waits';
  if (first.rankSeconds === second.rankSeconds) {
    return first.waitSeconds === second.waitSeconds ? 'seededHash' : 'earlier arrival';
  }
  const byHeadStart = first.waitSeconds <= second.waitSeconds;
  return byHeadStart ? first.headStarts.join(' + ') : 'longest wait';
}

/** Sent for 0 points too: a head start that is lost must not stay on the platform. */
function priorityCommand({ conversation, priorityPoints: points }: Place): Command {
  return { set: 'priority', conversation, points };
}
