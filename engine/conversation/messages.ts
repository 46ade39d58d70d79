import type { MessageReceipt, MessageSent } from './events.ts';

export const messageDirections: readonly MessageSent['direction'][] = ['inbound', 'outbound'];
export const messageReceipts: readonly MessageReceipt['receipt'][] = ['delivered', 'read', 'failed'];

/**
 * What is known of one message. Times are milliseconds since 1970: the first that was told of each. All is absent that was
 * not told yet: a receipt may come before its message.
 */
export interface Message {
  readonly sentAt?: number;
  readonly direction?: MessageSent['direction'];
  readonly attachments?: number;
  /** What was read was delivered by then, whether that was told or not. */
  readonly deliveredAt?: number;
  readonly readAt?: number;
  readonly failedAt?: number;
}

/** The messages of one conversation. */
export interface Messages {
  /** By pseudonym. */
  readonly known: Readonly<Record<string, Message>>;
  /** Those that nothing more is kept of, so that memory stays bounded; absent while there are none. */
  readonly dropped?: DroppedMessages;
}

interface DroppedMessages {
  readonly count: number;
  readonly attachments: number;
  /** When the latest of them was sent: a message told of later that is not newer was there before, or says nothing. */
  readonly until: number;
}

/** Of more messages those that are settled go, oldest first; of twice as many, the oldest whatever they are. */
const mostKnown = 200;

const none: Messages = { known: {} };
const nothing: Message = {};

/** What is known of one message of a conversation; undefined where nothing is, or nothing is kept any more. */
export function messageIn(messages: Messages | undefined, id: string): Message | undefined {
  return messages !== undefined && Object.hasOwn(messages.known, id) ? messages.known[id] : undefined;
}

/** The messages after one was sent; the same value when that was told before. */
export function foldSent(before: Messages = none, event: MessageSent): Messages {
  const known = messageIn(before, event.message);
  if (known?.sentAt === undefined && event.at <= (before.dropped?.until ?? -Infinity)) return before;
  return after(before, event.message, known, messageSent(known, event));
}

/** The messages after a receipt; the same value when that was told before. */
export function foldReceipt(before: Messages = none, event: MessageReceipt): Messages {
  const known = messageIn(before, event.message);
  return after(before, event.message, known, messageReceived(known, event));
}

function after(before: Messages, id: string, known: Message | undefined, now: Message): Messages {
  return now === known ? before : bounded(before, id, now);
}

/** One message after it was told that it was sent; the same value when that was told before. */
export function messageSent(known: Message | undefined, event: MessageSent): Message {
  if (known?.sentAt !== undefined && !isEarlier(event, known)) return known;
  const { at, direction, attachments } = event;
  return { ...known, sentAt: at, direction, attachments };
}

/** One message after a receipt; the same value when that was told before. */
export function messageReceived(known: Message = nothing, { receipt, at }: MessageReceipt): Message {
  const deliveredAt = receipt === 'failed' ? Infinity : at;
  const now: Message = {
    ...known,
    ...(deliveredAt < (known.deliveredAt ?? Infinity) ? { deliveredAt } : {}),
    ...(receipt === 'read' && at < (known.readAt ?? Infinity) ? { readAt: at } : {}),
    ...(receipt === 'failed' && at < (known.failedAt ?? Infinity) ? { failedAt: at } : {}),
  };
  const isNew =
    now.deliveredAt !== known.deliveredAt || now.readAt !== known.readAt || now.failedAt !== known.failedAt;
  return isNew ? now : known;
}

/** How many messages were sent, and attachments with them; those that are kept no more counted in. */
export function countsOf({ known, dropped }: Messages): {
  readonly messages: number;
  readonly attachments: number;
} {
  let [messages, attachments] = [dropped?.count ?? 0, dropped?.attachments ?? 0];
  for (const one of Object.values(known)) {
    if (one.sentAt === undefined) continue;
    messages++;
    attachments += one.attachments!;
  }
  return { messages, attachments };
}

/** One message that is told in two ways is as the first in time was; of one moment, as the first by what it says. */
function isEarlier({ at, direction, attachments }: MessageSent, { sentAt, ...known }: Message): boolean {
  if (at !== sentAt) return at < sentAt!;
  if (direction !== known.direction) return direction < known.direction!;
  return attachments > known.attachments!;
}

function bounded(before: Messages, id: string, message: Message): Messages {
  const known = { ...before.known, [id]: message };
  const entries = Object.entries(known);
  if (entries.length <= mostKnown) return { ...before, known };
  const isForced = entries.length > 2 * mostKnown;
  const going = entries
    .filter(([, one]) => isForced || isSettled(one))
    .sort(bySending)
    .slice(0, entries.length - mostKnown);
  if (going.length === 0) return { ...before, known };
  const gone = countsOf({ known: Object.fromEntries(going) });
  const { count, attachments, until } = before.dropped ?? { count: 0, attachments: 0, until: -Infinity };
  const ids = new Set(going.map(([one]) => one));
  return {
    known: Object.fromEntries(entries.filter(([one]) => !ids.has(one))),
    dropped: {
      count: count + gone.messages,
      attachments: attachments + gone.attachments,
      until: going.reduce((latest, [, { sentAt = latest }]) => Math.max(latest, sentAt), until),
    },
  };
}

/** Whether nothing more is awaited of it: what comes in needs no receipt. */
function isSettled({ direction, readAt, failedAt }: Message): boolean {
  return direction === 'inbound' || readAt !== undefined || failedAt !== undefined;
}

function bySending([a, one]: [string, Message], [b, other]: [string, Message]): number {
  const [sent, otherSent] = [one.sentAt ?? -Infinity, other.sentAt ?? -Infinity];
  if (sent !== otherSent) return sent < otherSent ? -1 : 1;
  return a < b ? -1 : 1;
}
