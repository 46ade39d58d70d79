import type { ObservedEvent } from '../exchange.ts';
import { problemError } from '../problem.ts';
import type { RoutingEvent, RoutingEventType } from '../conversation/events.ts';
import { messageDirections, messageReceipts } from '../conversation/messages.ts';
import { participantStates } from '../conversation/participants.ts';
import { participantPurposes } from '../facts/occurrence.ts';

/** What a field must be: of a sort, or one of some texts. */
type Needed = 'string' | 'object' | 'number' | readonly string[];

/** Events that only the runtime tells. */
type OwnEventType = 'message.due' | 'command.ended';

/** The fields an event cannot be taken in without, beside `at`. */
const needed: Readonly<Record<Exclude<RoutingEventType, OwnEventType>, Readonly<Record<string, Needed>>>> = {
  'conversation.started': { conversation: 'string', mediaType: 'string' },
  'conversation.facts': { conversation: 'string', facts: 'object' },
  'bot.turn': { conversation: 'string', facts: 'object' },
  'conversation.transferred': { conversation: 'string', queue: 'string' },
  'conversation.queued': { conversation: 'string', queue: 'string' },
  'conversation.answered': { conversation: 'string' },
  'conversation.abandoned': { conversation: 'string' },
  'conversation.ended': { conversation: 'string' },
  'conversation.surveyed': { conversation: 'string' },
  'participant.changed': {
    conversation: 'string',
    participant: 'string',
    purpose: participantPurposes,
    state: participantStates,
  },
  'message.sent': {
    conversation: 'string',
    message: 'string',
    direction: messageDirections,
    attachments: 'number',
  },
  'message.receipt': { conversation: 'string', message: 'string', receipt: messageReceipts },
  'agent.updated': { agent: 'string' },
  'queue.observed': { queue: 'string', facts: 'object' },
  'platform.unseen': {},
  'platform.seen': {},
};

/** The last moment there is, in milliseconds since 1970. Source: ECMA-262, 21.4.1.1. */
const lastMoment = 8.64e15;

/**
 * What makes it impossible to take in what a source tells as an event; undefined when nothing does. Sources are held to
 * the port by their types, which plugins in JavaScript have not.
 */
export function badEvent(told: unknown): string | undefined {
  if (typeof told !== 'object' || told === null) return 'is no event';
  const { type, at, ...fields } = told as Readonly<Partial<RoutingEvent>> & Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || !Object.hasOwn(needed, type)) return 'is of no type there is';
  if (typeof at !== 'number' || !(Math.abs(at) <= lastMoment)) return `is ${type} at no time`;
  for (const [name, sort] of Object.entries(needed[type as keyof typeof needed]))
    if (!isOf(sort, fields[name])) return `is ${type} without ${name}`;
  return undefined;
}

function isOf(sort: Needed, value: unknown): boolean {
  if (typeof sort !== 'string') return sort.includes(value as string);
  return typeof value === sort && value !== null;
}

/**
 * Refuses what is no event, with all that was told with it.
 * @param from the plugin that tells them. @throws ProblemError.
 */
export function requireEvents(from: string, events: readonly ObservedEvent[]): void {
  for (const { event } of events) {
    const wrong = badEvent(event);
    if (wrong === undefined) continue;
    const hint = 'tell who makes the plugin; nothing that was told with it is taken in';
    throw problemError('bad-event', `what "${from}" tells ${wrong}`, { hint });
  }
}
