import type { MessageDue } from '../../conversation/events.ts';
import { deliveryLegs, type DeliveryLeg } from '../../facts/occurrence.ts';
import { deadlineOf, type Standing } from './standing.ts';

/** A moment by which something is due of a message. */
export interface Deadline {
  /** Milliseconds since 1970; at this very moment it is still in time. */
  readonly at: number;
  readonly conversation: string;
  readonly message: string;
  readonly leg: DeliveryLeg;
}

/** The deadlines of a message that are still ahead or not yet decided on. */
export function openDeadlines(conversation: string, standing: Standing): readonly Deadline[] {
  return deliveryLegs
    .filter((leg) => standing.legs[leg] === 'pending')
    .map((leg) => ({ at: deadlineOf(standing, leg)!, conversation, message: standing.message.id, leg }));
}

/** What happens when a deadline passes. */
export function dueEvent({ at, conversation, message, leg: receipt }: Deadline): MessageDue {
  return { type: 'message.due', at, conversation, message, receipt };
}

/** Earlier first; those of one moment in one order, whichever was heard of first. */
export function byMoment(one: Deadline, other: Deadline): number {
  return (
    one.at - other.at ||
    inOrder(one.conversation, other.conversation) ||
    inOrder(one.message, other.message) ||
    inOrder(one.leg, other.leg)
  );
}

function inOrder(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
