import type { FactValue, FactValues } from '../facts/definition.ts';
import type { BotTurn, ConversationQueued, RoutingEvent } from './events.ts';
import { foldReceipt, foldSent, type Messages } from './messages.ts';
import { foldParticipant, type Participants } from './participants.ts';

/** Facts a bot turn observes; a new turn forgets the last turn's. */
const turnFacts: ReadonlySet<string> = new Set([
  'intent',
  'intentConfidence',
  'secondIntentConfidence',
  'utterance',
  'sentiment',
  'noMatch',
]);

/** Where a conversation is in its life. */
export type ConversationPhase = 'started' | 'withBot' | 'waiting' | 'answered' | 'over';

/** All the engine knows of one conversation. A value: events make new ones. */
export interface Conversation {
  readonly id: string;
  readonly phase: ConversationPhase;
  /** Observed facts, by name. */
  readonly facts: FactValues;
  /** Grows whenever `facts` changes, so that what was worked out from them can be kept until then. */
  readonly factsVersion: number;
  readonly queue?: string;
  /** When it entered the present queue, in milliseconds. */
  readonly queuedAt?: number;
  /** Entries into any queue so far: the occasion of one-shot commands. */
  readonly queueEntries: number;
  readonly botTurns: number;
  /** When the last of them was, in milliseconds. */
  readonly botTurnAt?: number;
  readonly noMatchCount: number;
  readonly botHandoffs: number;
  /** When the last of them was, in milliseconds. */
  readonly botHandoffAt?: number;
  readonly agent?: string | null;
  /** When the agent took it, in milliseconds. */
  readonly answeredAt?: number;
  /** Absent while none has been told of. */
  readonly participants?: Participants;
  /** Absent while none has been told of. */
  readonly messages?: Messages;
}

/** The conversation before anything happened to it. */
export function newConversation(id: string): Conversation {
  return {
    id,
    phase: 'started',
    facts: {},
    factsVersion: 0,
    queueEntries: 0,
    botTurns: 0,
    noMatchCount: 0,
    botHandoffs: 0,
  };
}

/**
 * The conversation after an event. Events of agents, queues and the platform, and events that make no sense in the
 * present phase (an answer to a call that is over), leave it as it was.
 */
export function foldConversation(before: Conversation, event: RoutingEvent): Conversation {
  switch (event.type) {
    case 'conversation.started':
      return withFacts(before, { ...before.facts, mediaType: event.mediaType, ...event.facts });
    case 'conversation.facts':
      return withFacts(before, { ...before.facts, ...event.facts });
    case 'bot.turn':
      return botTurn(before, event.facts, event.at);
    case 'conversation.transferred':
      return before.phase === 'over' || event.by !== 'bot'
        ? before
        : { ...before, botHandoffs: before.botHandoffs + 1, botHandoffAt: event.at };
    case 'conversation.queued': {
      if (before.phase === 'over') return before;
      if (isRepeatedEntry(before, event.queue, event.at))
        return withFacts(before, { ...before.facts, ...event.facts });
      return {
        ...before,
        phase: 'waiting',
        queue: event.queue,
        queuedAt: event.at,
        queueEntries: before.queueEntries + 1,
        facts: factsOnEntry(before.facts, event),
        factsVersion: before.factsVersion + 1,
      };
    }
    case 'conversation.answered':
      return before.phase === 'waiting'
        ? { ...before, phase: 'answered', agent: event.agent, answeredAt: event.at }
        : before;
    case 'conversation.abandoned':
    case 'conversation.ended':
      return { ...before, phase: 'over' };
    case 'participant.changed':
      return { ...before, participants: foldParticipant(before.participants, event) };
    case 'message.sent':
      return withMessages(before, foldSent(before.messages, event));
    case 'message.receipt':
      return withMessages(before, foldReceipt(before.messages, event));
    case 'message.due':
    case 'command.ended':
    case 'conversation.surveyed':
    case 'agent.updated':
    case 'queue.observed':
    case 'platform.unseen':
    case 'platform.seen':
      return before;
  }
}

/**
 * What an event says that was not told yet: all of it, its facts alone, or nothing (undefined). Sources may tell an event
 * again, and late, such as all of a conversation after a restart: that begins nothing anew.
 */
export function newIn(before: Conversation, event: RoutingEvent): RoutingEvent | undefined {
  const { queuedAt = -Infinity, answeredAt = -Infinity, botHandoffAt = -Infinity } = before;
  switch (event.type) {
    case 'bot.turn':
      return isToldTurn(before, event) || (before.phase === 'answered' && event.at < answeredAt)
        ? undefined
        : event;
    case 'conversation.transferred':
      return event.by === 'bot' && event.at <= botHandoffAt ? undefined : event;
    case 'conversation.answered':
      return event.at < queuedAt ? undefined : event;
    case 'conversation.queued': {
      const { at, conversation, queue, facts } = event;
      if (at > queuedAt || (at === queuedAt && (queue !== before.queue || before.phase === 'waiting')))
        return event;
      return at < queuedAt || facts === undefined
        ? undefined
        : { type: 'conversation.facts', at, conversation, facts };
    }
    case 'participant.changed':
      return foldParticipant(before.participants, event) === before.participants ? undefined : event;
    case 'message.sent':
      return foldSent(before.messages, event) === before.messages ? undefined : event;
    case 'message.receipt':
      return foldReceipt(before.messages, event) === before.messages ? undefined : event;
    default:
      return event;
  }
}

/** Of turns at one moment only one that says the same is the same. */
function isToldTurn({ botTurnAt = -Infinity, facts: known }: Conversation, { at, facts }: BotTurn): boolean {
  if (at !== botTurnAt) return at < botTurnAt;
  for (const name in facts) if (!isSameValue(known[name], facts[name])) return false;
  return true;
}

function isSameValue(one: FactValue | undefined, other: FactValue | undefined): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}

/** Where an entry brings all that is known, nothing is copied: the queue is known without. */
function factsOnEntry(before: FactValues, { queue, facts = {} }: ConversationQueued): FactValues {
  return Object.keys(before).length === 0 ? facts : { ...before, queue, ...facts };
}

/** The platform may tell of one entry twice; it is one occasion all the same. */
function isRepeatedEntry(before: Conversation, queue: string, at: number): boolean {
  return before.phase === 'waiting' && before.queue === queue && before.queuedAt === at;
}

function botTurn(before: Conversation, facts: FactValues, at: number): Conversation {
  if (before.phase === 'over') return before;
  const now: Record<string, FactValue> = {};
  for (const name in before.facts) if (!turnFacts.has(name)) now[name] = before.facts[name]!;
  for (const name in facts) now[name] = facts[name]!;
  return {
    ...before,
    // A bot may talk to a customer who waits; the customer waits all the same.
    phase: before.phase === 'waiting' ? 'waiting' : 'withBot',
    facts: now,
    factsVersion: before.factsVersion + 1,
    botTurns: before.botTurns + 1,
    botTurnAt: at,
    noMatchCount: facts['noMatch'] === true ? before.noMatchCount + 1 : 0,
  };
}

/** How many there are is a fact, so what was worked out from the facts may be otherwise now. */
function withMessages(before: Conversation, messages: Messages): Conversation {
  return { ...before, messages, factsVersion: before.factsVersion + 1 };
}

function withFacts(before: Conversation, facts: FactValues): Conversation {
  return { ...before, facts, factsVersion: before.factsVersion + 1 };
}
