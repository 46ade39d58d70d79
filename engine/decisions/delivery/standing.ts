import type { Message } from '../../conversation/messages.ts';
import { deliveryLegs, type DeliveryLeg, type DeliveryStatus } from '../../facts/occurrence.ts';
import type { DeliverySla } from './deliverySla.ts';

/**
 * - `pending`: its receipt is awaited, and its deadline has not passed
 * - `compliant`: the receipt came in time; at the deadline itself is in time
 * - `breach`: it did not, or the message failed
 * - `notJudged`: the pack has no time for it
 */
export type LegState = 'pending' | 'compliant' | 'breach' | 'notJudged';

/** What is known of a message that is judged. */
export interface JudgedMessage extends Message {
  readonly id: string;
  readonly sentAt: number;
}

/** How one message stands by the pack that covered its conversation when it was sent. A value. */
export interface Standing {
  readonly pack: DeliverySla;
  readonly message: JudgedMessage;
  readonly legs: Readonly<Record<DeliveryLeg, LegState>>;
  readonly status: DeliveryStatus;
}

/** What may change how a message stands. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The deadline that has passed, where that is what happened. */
  readonly due?: DeliveryLeg;
  /** Whether the conversation is over. */
  readonly isOver: boolean;
}

/** A message as it was sent, before anything is known of what became of it. @param message an outbound one. */
export function newStanding(pack: DeliverySla, message: JudgedMessage): Standing {
  const stateOf = (leg: DeliveryLeg): LegState =>
    pack.withinSeconds[leg] === undefined ? 'notJudged' : 'pending';
  return {
    pack,
    message,
    legs: { delivered: stateOf('delivered'), read: stateOf('read') },
    status: 'pending',
  };
}

/** When a leg of a message is due, in milliseconds since 1970; undefined when the pack does not judge it. */
export function deadlineOf({ pack, message }: Standing, leg: DeliveryLeg): number | undefined {
  const seconds = pack.withinSeconds[leg];
  return seconds === undefined ? undefined : message.sentAt + seconds * 1000;
}

/**
 * How long a leg took, in seconds; undefined while nothing says that it came about. Who has read it, has it. A receipt that
 * says it was before the message was sent, by another clock, says at once.
 */
export function secondsOf(message: JudgedMessage, leg: DeliveryLeg): number | undefined {
  const at = leg === 'read' ? message.readAt : earliest(message.deliveredAt, message.readAt);
  return at === undefined ? undefined : Math.max(0, at - message.sentAt) / 1000;
}

/**
 * How a message stands after a moment. What a leg has come to it stays: nobody knew better by then, and somebody may have
 * been told.
 * @param message with what is known of it by now.
 */
export function standingAfter(before: Standing, message: JudgedMessage, moment: Moment): Standing {
  const now = { ...before, message };
  const legs = {
    delivered: legAfter(now, 'delivered', moment),
    read: legAfter(now, 'read', moment),
  };
  return { ...now, legs, status: statusOf(legs, message, moment) };
}

/** The legs that breach in one standing and did not in the one before; of a message that failed, only the first. */
export function newBreaches(before: Standing, after: Standing): readonly DeliveryLeg[] {
  const broken = deliveryLegs.filter((leg) => after.legs[leg] === 'breach' && before.legs[leg] !== 'breach');
  return broken.slice(0, 1);
}

function legAfter(standing: Standing, leg: DeliveryLeg, { at, due }: Moment): LegState {
  const before = standing.legs[leg];
  if (before !== 'pending') return before;
  const { message, pack } = standing;
  const seconds = secondsOf(message, leg);
  if (seconds !== undefined) return seconds <= pack.withinSeconds[leg]! ? 'compliant' : 'breach';
  if (message.failedAt !== undefined) return 'breach';
  return due === leg && at >= deadlineOf(standing, leg)! ? 'breach' : 'pending';
}

function statusOf(
  { delivered, read }: Standing['legs'],
  message: JudgedMessage,
  { isOver }: Moment,
): DeliveryStatus {
  if (delivered === 'breach' || read === 'breach') return 'breach';
  if (delivered !== 'pending' && read !== 'pending') return 'compliant';
  const isHeardOf = message.deliveredAt !== undefined || message.readAt !== undefined;
  return isOver && !isHeardOf ? 'missingReceipt' : 'pending';
}

function earliest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
