import type { MediaType } from '../../../engine/facts/conversation.ts';
import type { CallOutput } from '../client/client.ts';
import type { TopicBodies } from '../contract/topics.ts';
import { platformTime } from '../observation.ts';

/** A whole conversation as the platform tells it: by a notification, or by `GET /api/v2/conversations/{id}`. */
export type ToldConversation = TopicBodies['queueConversations'] | CallOutput<'getConversation'>;

type ToldParticipant = NonNullable<ToldConversation['participants']>[number];

/** The platform may leave out, or spoil, any of it. */
interface ToldMessage {
  readonly messageId?: unknown;
  readonly messageTime?: string;
  readonly messageStatus?: unknown;
  readonly media?: unknown;
}

/** What legs of all kinds have in common, by a notification or read. */
interface ToldLeg {
  readonly state?: string;
  readonly disconnectType?: string;
}

/** How the platform is asked to route a conversation, by ids. */
export interface RoutingData {
  readonly skills: readonly string[];
  readonly language?: string;
  readonly priority: number;
  readonly scoredAgents: readonly { readonly agent: string; readonly score: number }[];
}

/** A message as a leg lists it. */
export interface SnapshotMessage {
  /** The platform's; where it gives none, one made of the conversation and the message's place in it. */
  readonly id: string;
  /** Whether the platform knows it by that. */
  readonly isNamed: boolean;
  /** Absent where the platform gives none, or what is no time. */
  readonly at?: number;
  /** Absent where the platform gives none. */
  readonly status?: string;
  readonly attachments: number;
}

/** One party to a conversation: a customer, a queue, an agent, a bot. */
export interface SnapshotParticipant {
  readonly id: string;
  readonly purpose: string;
  readonly user?: string;
  readonly queue?: string;
  /** What it says, or rings, or writes on. */
  readonly mediaTypes: readonly MediaType[];
  /** A queue's: when the conversation entered it. An agent's: when it was answered; absent while it rings. */
  readonly connectedAt?: number;
  readonly endedAt?: number;
  readonly address?: string;
  /** How far it has come, over all it says and does: grows only. */
  readonly progress: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly routing?: RoutingData;
  readonly messages: readonly SnapshotMessage[];
  /** Whether it is rung. */
  readonly isAlerting: boolean;
  /** Whether its last leg ended by what is no ending: an error, or nobody answered. */
  readonly hasFailed: boolean;
}

/** A conversation at one time, in one spelling whoever tells of it. Times are in milliseconds since 1970. */
export interface Snapshot {
  readonly conversation: string;
  /** By time of connection, those without last; of those who came in one moment, who left first, and queues first. */
  readonly participants: readonly SnapshotParticipant[];
  readonly externalTag?: string;
}

/** The legs of a participant, and what they are called here; one that is called back has a call too. */
const legs = {
  callbacks: 'callback',
  calls: 'voice',
  messages: 'message',
  emails: 'email',
  chats: 'chat',
} as const satisfies Readonly<Record<string, MediaType>>;
const legNames = Object.keys(legs) as (keyof typeof legs)[];

/** States a leg can only leave forwards: what lies between is 1. */
const stateProgress: Readonly<Record<string, number>> = {
  connected: 2,
  parked: 2,
  disconnected: 3,
  terminated: 3,
};

/** How a leg ends that did not do what it was there for. */
const failures: ReadonlySet<string> = new Set([
  'error',
  'transport.failure',
  'uncallable',
  'timeout',
  'transfer.noanswer',
  'transfer.notavailable',
]);

/** States a message can only leave forwards; what is not named here is 1. */
const messageProgress: Readonly<Record<string, number>> = {
  queued: 0,
  'delivery-success': 2,
  'delivery-failed': 2,
  failed: 2,
  read: 3,
  removed: 4,
};

/** @returns undefined when it does not say which conversation it is. */
export function snapshotOf(told: ToldConversation): Snapshot | undefined {
  if (told.id === undefined) return undefined;
  const { id: conversation } = told;
  const participants = (told.participants ?? []).flatMap((one) => participantOf(conversation, one));
  participants.sort(inTurn);
  return {
    conversation,
    participants,
    ...(told.externalTag === undefined ? {} : { externalTag: told.externalTag }),
  };
}

/** A queue with an agent who is free passes a conversation on in the moment it comes. */
function inTurn(a: SnapshotParticipant, b: SnapshotParticipant): number {
  const [first, second] = [a, b].map(({ connectedAt = Infinity, endedAt = Infinity, purpose, id }) => [
    connectedAt,
    endedAt,
    purpose === 'acd' ? 0 : 1,
    id,
  ]) as [(number | string)[], (number | string)[]];
  const differing = first.findIndex((value, index) => value !== second[index]);
  return differing === -1 ? 0 : first[differing]! < second[differing]! ? -1 : 1;
}

function participantOf(conversation: string, told: ToldParticipant): SnapshotParticipant[] {
  if (told.id === undefined) return [];
  const [connectedAt, endedAt] = [platformTime(told.connectedTime), platformTime(told.endTime)];
  const times = [connectedAt, endedAt, platformTime(told.startAcwTime), platformTime(told.endAcwTime)];
  const messages = messagesOf(conversation, told);
  const ownLegs = legNames.flatMap((name): readonly ToldLeg[] => told[name] ?? []);
  const lastEnding = ownLegs.findLast(({ disconnectType }) => disconnectType !== undefined)?.disconnectType;
  const progress =
    times.filter((at) => at !== undefined).length +
    sum(ownLegs.map(({ state }) => stateProgress[state ?? ''] ?? 1)) +
    sum(messages.map(({ status = '' }) => 1 + (messageProgress[status] ?? 1)));
  const routing = routingOf(told);
  return [
    {
      id: told.id,
      purpose: told.purpose ?? '',
      mediaTypes: legNames.filter((name) => (told[name] ?? []).length > 0).map((name) => legs[name]),
      progress,
      attributes: told.attributes ?? {},
      messages,
      isAlerting: ownLegs.some(({ state }) => state?.toLowerCase() === 'alerting'),
      hasFailed: failures.has(lastEnding?.toLowerCase() ?? ''),
      ...(told.userId === undefined ? {} : { user: told.userId }),
      ...(told.queueId === undefined ? {} : { queue: told.queueId }),
      ...(connectedAt === undefined ? {} : { connectedAt }),
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(told.address === undefined ? {} : { address: told.address }),
      ...(routing === undefined ? {} : { routing }),
    },
  ];
}

/** All messages of all legs, in the order in which they are listed. */
function messagesOf(conversation: string, told: ToldParticipant): readonly SnapshotMessage[] {
  return (told.messages ?? []).flatMap((leg, number) =>
    (leg.messages ?? []).map((details: ToldMessage | null, place): SnapshotMessage => {
      const { messageId, messageTime, messageStatus, media } = details ?? {};
      const at = platformTime(messageTime);
      const isNamed = typeof messageId === 'string' && messageId !== '';
      return {
        id: isNamed ? messageId : [conversation, told.id, number, place].join(' '),
        isNamed,
        attachments: Array.isArray(media) ? media.length : 0,
        ...(at === undefined ? {} : { at }),
        ...(typeof messageStatus === 'string' ? { status: messageStatus } : {}),
      };
    }),
  );
}

function routingOf({ conversationRoutingData: told }: ToldParticipant): RoutingData | undefined {
  if (told === undefined) return undefined;
  const ids = (refs: readonly { id?: string }[] | undefined): string[] =>
    (refs ?? []).flatMap(({ id }) => id ?? []).sort();
  const scored = (told.scoredAgents ?? []) as readonly { agent?: { id?: string }; score?: number }[];
  return {
    skills: ids(told.skills),
    priority: told.priority ?? 0,
    scoredAgents: scored
      .flatMap(({ agent, score = 0 }) => (agent?.id === undefined ? [] : { agent: agent.id, score }))
      .sort((a, b) => b.score - a.score || (a.agent < b.agent ? -1 : 1)),
    ...(told.language?.id === undefined ? {} : { language: told.language.id }),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
