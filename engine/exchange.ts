import type { RoutingEvent } from './conversation/events.ts';
import type { Decision } from './decisions/policyRun.ts';
import type { DecisionEnvelope } from './decisions/record.ts';
import type { FactValue } from './facts/definition.ts';
import type { Problem } from './problem.ts';

/** Something that happened, and since when it is known here. */
export interface ObservedEvent {
  readonly event: RoutingEvent;
  /** Milliseconds since 1970 of our clock: the event was so then or later. */
  readonly observedAt: number;
  /** How it became known, for people: `frame`, `poll`, `recording`. */
  readonly source: string;
  /** Values that were sent and no fact can have: warnings. */
  readonly problems?: readonly Problem[];
}

/** A fact's value, and when it was so. */
export interface Observation {
  readonly value: FactValue;
  /** Milliseconds since 1970 of our clock: the value was so then. */
  readonly observedAt: number;
}

/** What can become of commands: see `ActOutcome`. */
export const actStatuses = [
  'done',
  'alreadySo',
  'accepted',
  'tooLate',
  'notActed',
  'notDone',
  'unknown',
] as const;

/**
 * What became of commands. `done`: it was seen to have come about, or the platform said so. `alreadySo`: there was
 * nothing to do. `accepted`: the platform took it on, and it was not seen yet. `tooLate`: the conversation is over, or
 * does not wait any more. `notActed`: nothing was sent. `notDone`: it is not known whether it was received, and it was not
 * seen; asked again, it is looked at first. `unknown`: it cannot be seen whether it was done; it must not be sent again.
 */
export interface ActOutcome {
  readonly status: (typeof actStatuses)[number];
  /** For all but the first two: why, in words. */
  readonly why?: string;
}

/** A decision as it is kept: what was decided, and how that came about. */
export interface DecisionRecord {
  readonly body: Decision;
  readonly envelope: DecisionEnvelope;
}
