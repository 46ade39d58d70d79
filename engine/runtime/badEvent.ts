import type { RoutingEvent, RoutingEventType } from '../conversation/events.ts';

/** The fields an event cannot be taken in without, beside `at`. */
const needed: Readonly<Record<RoutingEventType, Readonly<Record<string, 'string' | 'object'>>>> = {
  'conversation.started': { conversation: 'string', mediaType: 'string' },
  'conversation.facts': { conversation: 'string', facts: 'object' },
  'bot.turn': { conversation: 'string', facts: 'object' },
  'conversation.transferred': { conversation: 'string', queue: 'string' },
  'conversation.queued': { conversation: 'string', queue: 'string' },
  'conversation.answered': { conversation: 'string' },
  'conversation.abandoned': { conversation: 'string' },
  'conversation.ended': { conversation: 'string' },
  'conversation.surveyed': { conversation: 'string' },
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
  for (const [name, sort] of Object.entries(needed[type]))
    if (typeof fields[name] !== sort || fields[name] === null) return `is ${type} without ${name}`;
  return undefined;
}
