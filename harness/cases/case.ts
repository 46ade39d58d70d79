import type { Path } from '../../engine/conditions/check.ts';
import type { AgentUpdated, CommandEnded, ParticipantChanged } from '../../engine/conversation/events.ts';
import type { DecisionPoint } from '../../engine/decisions/record.ts';
import type { MediaType } from '../../engine/facts/conversation.ts';
import type { FactValues } from '../../engine/facts/definition.ts';

/** Where something is written: line and column from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An outbound message, and after how long each receipt of it comes; those not named never come. */
export interface CaseMessage {
  readonly attachments?: number;
  readonly deliveredAfter?: string;
  readonly readAfter?: string;
  readonly failedAfter?: string;
}

/** An agent on the floor. */
export interface CaseAgent extends Omit<AgentUpdated, 'type' | 'at' | 'agent'> {
  /** How long it has been IDLE when it is asked for; since the beginning, unless told. */
  readonly idleSeconds?: number;
  /** Conversations it has had. */
  readonly handled?: number;
}

/** Something that happens later, so long after what was before. */
export interface CaseStep extends Observed {
  readonly after: string;
  /** Facts of the conversation that became known or changed. */
  readonly facts?: FactValues;
  /** What the customer says to the bot. */
  readonly turn?: FactValues;
  /** The queue the conversation enters. */
  readonly queue?: string;
}

/** What is known around a conversation. */
interface Observed {
  /** Facts of queues, by name. */
  readonly queues?: Readonly<Record<string, FactValues>>;
  /** Facts of the queue that counts: the one the conversation enters, or the one a handoff would go to. */
  readonly queueFacts?: FactValues;
  /** Agents on the floor, by pseudonym. */
  readonly agents?: Readonly<Record<string, CaseAgent>>;
}

/** The situation of a case. */
export interface Given extends Observed {
  readonly mediaType?: MediaType;
  /** Facts of the conversation. */
  readonly facts?: FactValues;
  /** What the customer said to the bot, turn by turn, 20 seconds apart. */
  readonly turns?: readonly FactValues[];
  /** How often a bot has handed the conversation over before. */
  readonly handoffs?: number;
  /** The queue the conversation enters, if any. */
  readonly queue?: string;
  /** How long it has waited there when an agent becomes free; one second, unless told. */
  readonly waitedSeconds?: number;
  /** Others who wait in that queue, by pseudonym. */
  readonly waiting?: Readonly<
    Record<string, { readonly waitedSeconds: number; readonly facts?: FactValues }>
  >;
  /** What happens then, one step after the other. */
  readonly then?: readonly CaseStep[];
  /** Participants that come into a state, one after the other. */
  readonly participants?: readonly Pick<ParticipantChanged, 'purpose' | 'state'>[];
  /** Sent at once: `m-1`, `m-2` … */
  readonly messages?: readonly CaseMessage[];
  /** How commands ended that the last decision before wanted. */
  readonly commands?: readonly (Pick<CommandEnded, 'command' | 'status' | 'why'> &
    Partial<Pick<CommandEnded, 'latencySeconds'>>)[];
  /** When the conversation is over, from when its messages were sent; left out, it goes on. */
  readonly endsAfter?: string;
}

/** What a policy should make of a situation. */
export interface Expectation {
  /** Which decision; of several, the last; of reactions, the last to what `decision.on` says, if it does. */
  readonly point: DecisionPoint;
  /**
   * Parts of the decision record, each of which must be just as written here; null where there must be none. A key is a
   * field, or a path into one: `assigned.skills`, `ranked.0.agent`.
   */
  readonly decision?: Readonly<Record<string, unknown>>;
  /** Rules that must take effect. */
  readonly fires?: string | readonly string[];
  /** Rules that must not. */
  readonly doesNotFire?: string | readonly string[];
  /** What the explanation must say. */
  readonly reason?: string | readonly string[];
}

/** What a policy should decide in a situation, as an analyst writes it beside the packs in `*.cases.yaml`. */
export interface Case {
  readonly name: string;
  /** Why the case matters, for people. */
  readonly because?: string;
  readonly given: Given;
  readonly expect: Expectation;
  /** Where a part of it is written, by its path in the case; absent of one that stands in no file. */
  readonly where?: (path: Path) => Place;
}

/** One or several names as a list. */
export function listed(names: string | readonly string[] | undefined): readonly string[] {
  return names === undefined ? [] : [names].flat();
}
