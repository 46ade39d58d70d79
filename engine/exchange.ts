import type { RoutingEvent } from './conversation/events.ts';
import type { Decision } from './decisions/policyRun.ts';
import type { Asked, Command, DecisionEnvelope } from './decisions/record.ts';
import type { FactValue } from './facts/definition.ts';
import type { actStatuses } from './facts/occurrence.ts';
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
  /** Only of what was told to ask for a decision. */
  readonly asked?: Asked;
}

/** A fact's value, and when it was so. */
export interface Observation {
  readonly value: FactValue;
  /** Milliseconds since 1970 of our clock: the value was so then. */
  readonly observedAt: number;
}

/**
 * What became of commands. `done`: it was seen to have come about, or the platform said so. `alreadySo`: there was
 * nothing to do. `accepted`: the platform took it on, and it was not seen yet. `tooLate`: the conversation is over, or
 * does not wait any more. `notActed`: nothing was sent. `notDone`: it is not known whether it was received, and it was not
 * seen; asked again, it is looked at first. `unknown`: it cannot be seen whether it was done; it must not be sent again.
 * `refused`: the receiver will not have it as it is; it is never asked again.
 */
export interface ActOutcome {
  readonly status: (typeof actStatuses)[number];
  /** For all but the first two: why, in words. */
  readonly why?: string;
}

/** It was given up after too many failures, no plugin does such commands, or a person dropped it. */
export interface GivenUp {
  readonly status: 'failed' | 'nobody' | 'dropped';
  readonly why: string;
}

/** How a command ended: what sinks hear of it. */
export interface CommandOutcome {
  readonly command: Command;
  /** The decision's id. */
  readonly decision: string;
  /** The decision's time, in milliseconds since 1970 of the platform's clock. */
  readonly decidedAt: number;
  /** Who was asked; absent when no plugin does such commands. */
  readonly plugin?: string;
  /** How often it may have been tried, since it was decided. */
  readonly attempts: number;
  /** How long the last attempt took, with all that was asked for at once; 0 when nobody was asked. */
  readonly latencySeconds: number;
  /** Milliseconds since 1970 of our clock. */
  readonly endedAt: number;
  readonly outcome: ActOutcome | GivenUp;
}

/** What a sink hears of: a decision that was made, or how a command ended. */
export type Told = { readonly decision: DecisionRecord } | { readonly outcome: CommandOutcome };

/** A decision as it is kept: what was decided, and how that came about. */
export interface DecisionRecord {
  readonly body: Decision;
  readonly envelope: DecisionEnvelope;
}
