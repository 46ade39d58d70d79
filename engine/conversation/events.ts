import type { RoutingStatus } from '../facts/agent.ts';
import type { MediaType } from '../facts/conversation.ts';
import type { FactValues } from '../facts/definition.ts';
import type { ParticipantPurpose } from '../facts/occurrence.ts';

/** Every event happened at a moment of the platform's clock. */
interface Happened {
  /** Milliseconds since 1970-01-01T00:00Z, whole. */
  readonly at: number;
}

interface OfConversation extends Happened {
  /** The conversation's pseudonym. */
  readonly conversation: string;
}

/** The customer reached us. */
export interface ConversationStarted extends OfConversation {
  readonly type: 'conversation.started';
  readonly mediaType: MediaType;
  readonly facts?: FactValues;
}

/** Something about the conversation became known or changed; facts not named keep their value. */
export interface ConversationFactsObserved extends OfConversation {
  readonly type: 'conversation.facts';
  readonly facts: FactValues;
}

/** The customer said something to a bot. Facts of the turn before do not carry over: what is not named is missing. */
export interface BotTurn extends OfConversation {
  readonly type: 'bot.turn';
  readonly facts: FactValues;
}

/** The conversation was sent to a queue, by the bot or by an agent. `conversation.queued` follows when it arrives. */
export interface ConversationTransferred extends OfConversation {
  readonly type: 'conversation.transferred';
  readonly by: 'bot' | 'agent';
  readonly queue: string;
}

/** The conversation entered a queue and waits for an agent. */
export interface ConversationQueued extends OfConversation {
  readonly type: 'conversation.queued';
  readonly queue: string;
  readonly facts?: FactValues;
}

/** An agent took the conversation out of the queue. */
export interface ConversationAnswered extends OfConversation {
  readonly type: 'conversation.answered';
  /** The agent's pseudonym; null when the record does not say who. */
  readonly agent: string | null;
}

/** The customer left before an agent answered. */
export interface ConversationAbandoned extends OfConversation {
  readonly type: 'conversation.abandoned';
}

/** The conversation is over. */
export interface ConversationEnded extends OfConversation {
  readonly type: 'conversation.ended';
}

/** The customer answered a survey: a recorded outcome, never read by a decision about this conversation. */
export interface ConversationSurveyed extends OfConversation {
  readonly type: 'conversation.surveyed';
  /** On the survey's own scale. */
  readonly score: number;
}

/** What is known of an agent changed; what is not named keeps its value. */
export interface AgentUpdated extends Happened {
  readonly type: 'agent.updated';
  /** The agent's pseudonym. */
  readonly agent: string;
  readonly status?: RoutingStatus;
  readonly queues?: readonly string[];
  readonly skills?: Readonly<Record<string, number>>;
  readonly languages?: Readonly<Record<string, number>>;
  readonly csat?: number;
  readonly csatSurveys?: number;
}

/** What is known of a queue changed; facts not named keep their value. */
export interface QueueObserved extends Happened {
  readonly type: 'queue.observed';
  readonly queue: string;
  readonly facts: FactValues;
}

/** Where a participant is in its life: source document 4's states. */
export type ParticipantState = 'pending' | 'joined' | 'active' | 'left' | 'failed';

/** A participant came into another state. */
export interface ParticipantChanged extends OfConversation {
  readonly type: 'participant.changed';
  /** The participant's pseudonym; the same participant may be in several conversations. */
  readonly participant: string;
  readonly purpose: ParticipantPurpose;
  readonly state: ParticipantState;
}

/** A message was sent. */
export interface MessageSent extends OfConversation {
  readonly type: 'message.sent';
  /** The message's pseudonym. */
  readonly message: string;
  readonly direction: 'inbound' | 'outbound';
  readonly attachments: number;
}

/** What became of a message on its way. */
export interface MessageReceipt extends OfConversation {
  readonly type: 'message.receipt';
  readonly message: string;
  readonly receipt: 'delivered' | 'read' | 'failed';
}

/** A deadline for a message came. Told by whoever keeps the time: the runtime's timers, or replay. */
export interface MessageDue extends OfConversation {
  readonly type: 'message.due';
  readonly message: string;
  /** What was due by then. */
  readonly receipt: 'delivered' | 'read';
}

/** A command came to its end. Told by the runtime. */
export interface CommandEnded extends OfConversation {
  readonly type: 'command.ended';
  /** `set skills`, `do transfer`. */
  readonly command: string;
  /** The decision that wanted it. */
  readonly decision: string;
  readonly status:
    | 'done'
    | 'alreadySo'
    | 'accepted'
    | 'tooLate'
    | 'notActed'
    | 'notDone'
    | 'unknown'
    | 'refused'
    | 'failed'
    | 'nobody';
  /** How long the last attempt took. */
  readonly latencySeconds: number;
  readonly why?: string;
}

/**
 * From this moment what is told may be incomplete: the connection was lost, or the platform fails. Told again while it is
 * so, it says nothing new.
 */
export interface PlatformUnseen extends Happened {
  readonly type: 'platform.unseen';
}

/** All that was missed while the platform was unseen has been told. */
export interface PlatformSeen extends Happened {
  readonly type: 'platform.seen';
}

/** Whatever can happen, live or in a recording. */
export type RoutingEvent =
  | ConversationStarted
  | ConversationFactsObserved
  | BotTurn
  | ConversationTransferred
  | ConversationQueued
  | ConversationAnswered
  | ConversationAbandoned
  | ConversationEnded
  | ConversationSurveyed
  | ParticipantChanged
  | MessageSent
  | MessageReceipt
  | MessageDue
  | CommandEnded
  | AgentUpdated
  | QueueObserved
  | PlatformUnseen
  | PlatformSeen;

export type RoutingEventType = RoutingEvent['type'];

/** Whether an event is about one conversation. */
export function isOfConversation(
  event: RoutingEvent,
): event is Exclude<RoutingEvent, AgentUpdated | QueueObserved | PlatformUnseen | PlatformSeen> {
  const { type } = event;
  return (
    type !== 'agent.updated' &&
    type !== 'queue.observed' &&
    type !== 'platform.unseen' &&
    type !== 'platform.seen'
  );
}
