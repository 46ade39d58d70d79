import type { RoutingEvent } from '../../../../engine/conversation/events.ts';
import { at } from '../decideEvents.ts';

/** A conversation by message begins. */
export function started(seconds = 0, conversation = 'c-1'): RoutingEvent {
  return { type: 'conversation.started', at: at(seconds), conversation, mediaType: 'message' };
}

export function ended(seconds: number, conversation = 'c-1'): RoutingEvent {
  return { type: 'conversation.ended', at: at(seconds), conversation };
}

/** We send a message. */
export function sent(seconds: number, message = 'm-1', conversation = 'c-1', attachments = 0): RoutingEvent {
  return { type: 'message.sent', at: at(seconds), conversation, message, direction: 'outbound', attachments };
}

export function receipt(
  seconds: number,
  what: 'delivered' | 'read' | 'failed',
  message = 'm-1',
  conversation = 'c-1',
): RoutingEvent {
  return { type: 'message.receipt', at: at(seconds), conversation, message, receipt: what };
}

/** Something else happens, so that time goes on. */
export function later(seconds: number): RoutingEvent {
  return { type: 'queue.observed', at: at(seconds), queue: 'Other', facts: { conversationsWaiting: 1 } };
}
