import type { MediaType } from '../../../engine/facts/conversation.ts';

/** What a conversation asks of routing, as Genesys holds it. All ids are Genesys'. */
export interface RoutingData {
  readonly queueId: string;
  readonly languageId?: string;
  readonly skillIds: readonly string[];
  /** Minutes of head start, whole. */
  readonly priority: number;
  readonly skillExpression?: string;
  readonly labelId?: string;
  readonly scoredAgents: readonly ScoredAgent[];
  /** The only agent who may take it, after a manual assignment. */
  readonly assignedTo?: string;
}

export interface ScoredAgent {
  readonly userId: string;
  /** 0 to 100. */
  readonly score: number;
}

export type Purpose = 'customer' | 'ivr' | 'workflow' | 'botflow' | 'acd' | 'agent';

/** One party's part in a conversation. Times are milliseconds since 1970. */
export interface ParticipantRecord {
  readonly id: string;
  readonly purpose: Purpose;
  /** Of its one leg. */
  readonly communicationId: string;
  readonly startedAt: number;
  connectedAt?: number;
  endedAt?: number;
  disconnectType?: 'client' | 'peer' | 'transfer' | 'endpoint';
  readonly userId?: string;
  readonly queueId?: string;
  /** Of acd participants, and of the agents who came of them. */
  routing?: RoutingData;
  readonly attributes: Map<string, string>;
  startAcwAt?: number;
  endAcwAt?: number;
  wrapUp?: WrapUp;
}

export interface WrapUp {
  readonly code: string;
  readonly name: string;
}

export type MessageStatus =
  | 'queued'
  | 'sent'
  | 'failed'
  | 'received'
  | 'delivery-success'
  | 'delivery-failed'
  | 'published'
  | 'removed';

/** A file that goes with a message. */
export interface AttachmentRecord {
  readonly id: string;
  /** `Image`, `File`. */
  readonly kind: string;
  /** `image/png`. */
  readonly mime?: string;
  readonly name?: string;
  readonly url?: string;
}

export interface MessageRecord {
  readonly id: string;
  /** The leg it went over. */
  readonly communicationId: string;
  readonly at: number;
  readonly direction: 'inbound' | 'outbound';
  readonly author: 'Human' | 'Bot';
  readonly text: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly attachments: readonly AttachmentRecord[];
  status: MessageStatus;
  readonly receipts: { readonly at: number; readonly status: string; readonly isFinal: boolean }[];
}

/** One turn of the customer with the bot. */
export interface TurnRecord {
  readonly at: number;
  readonly utterance?: string;
  readonly intent?: string;
  readonly confidence?: number;
  readonly noMatch: boolean;
  /** 0 to 1, as the world has it. */
  readonly sentiment?: number;
}

export interface TransferRecord {
  readonly id: string;
  readonly at: number;
  readonly initiatorId?: string;
  readonly toQueueId?: string;
}

export interface SurveyRecord {
  readonly id: string;
  readonly at: number;
  /** 0 to 100. */
  readonly score: number;
  readonly userId?: string;
  readonly queueId?: string;
}

/** A conversation as Genesys would hold it. */
export interface ConversationRecord {
  readonly id: string;
  /** Its name in the world. */
  readonly worldId: string;
  readonly mediaType: MediaType;
  readonly startedAt: number;
  endedAt?: number;
  /** What it asks of routing when it next enters a queue, besides what it asked for before. */
  asks?: Partial<RoutingData>;
  externalTag?: string;
  /** An e-mail that nobody wrote goes out; everything else comes in. */
  readonly email?: { readonly subject: string };
  readonly participants: ParticipantRecord[];
  readonly messages: MessageRecord[];
  readonly turns: TurnRecord[];
  readonly transfers: TransferRecord[];
  readonly surveys: SurveyRecord[];
  /** Of a callback. */
  readonly callback?: {
    readonly numbers: readonly string[];
    readonly userName?: string;
    readonly at: number;
  };
}

/** An agent as Genesys would show them. */
export interface UserRecord {
  readonly id: string;
  /** Their name in the world. */
  readonly worldId: string;
  status: 'OFF_QUEUE' | 'IDLE' | 'INTERACTING';
  statusSince: number;
  presence: string;
  presenceSince: number;
  /** When an interaction last alerted them: Genesys' idle clock. */
  lastAlertedAt?: number;
}

/** The participant of a purpose who is still there. */
export function present(conversation: ConversationRecord, purpose: Purpose): ParticipantRecord | undefined {
  return conversation.participants.findLast((one) => one.purpose === purpose && one.endedAt === undefined);
}

/** The customer; every conversation has one. */
export function customerOf(conversation: ConversationRecord): ParticipantRecord {
  return conversation.participants[0]!;
}

/** Which way the first message of a conversation went. */
export function directionOf({ email }: ConversationRecord): 'inbound' | 'outbound' {
  return email === undefined ? 'inbound' : 'outbound';
}
