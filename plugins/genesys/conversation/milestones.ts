import type { RoutingEvent } from '../../../engine/conversation/events.ts';
import type { Problem } from '../../../engine/problem.ts';
import type { NameCatalogue } from '../reading/names.ts';
import type { Snapshot, SnapshotParticipant } from './snapshot.ts';

/** An event that a snapshot tells of, with what it is known by, so that it is told once. */
export interface Milestone {
  /** The same in every snapshot of the conversation. */
  readonly key: string;
  readonly event: RoutingEvent;
  /** What is wrong with what it is known from: warnings. */
  readonly problems?: readonly Problem[];
}

export const customerPurposes: ReadonlySet<string> = new Set(['customer', 'external']);

/** The queue's leg may end a moment before that of the customer who hung up. */
const sameMomentMilliseconds = 1000;

/**
 * All that has happened to a conversation by its snapshot, with the platform's times, in order. What an earlier snapshot
 * tells, a later one tells as well: so what was missed between two comes to light with the later.
 *
 * Source: the platform's own listener for queues: a customer and no agent waits; an agent without a time of connection is
 * alerted, one with it has answered; a customer with an end has left.
 */
export function milestones(
  { conversation, participants }: Snapshot,
  names: NameCatalogue,
  botPurposes: readonly string[],
): readonly Milestone[] {
  const customers = participants.filter(({ purpose }) => customerPurposes.has(purpose));
  const [first] = [...customers, ...participants];
  const mediaType = [...customers, ...participants].flatMap(({ mediaTypes }) => mediaTypes)[0];
  if (first?.connectedAt === undefined || mediaType === undefined) return [];
  const at = first.connectedAt;
  const list: Milestone[] = [
    { key: 'started', event: { type: 'conversation.started', at, conversation, mediaType } },
  ];
  const acted: SnapshotParticipant[] = [];
  for (const participant of participants) {
    if (participant.connectedAt === undefined) continue;
    if (participant.purpose === 'acd')
      list.push(...entry(conversation, participant, acted, names, botPurposes));
    if (participant.purpose === 'agent') list.push(answer(conversation, participant));
    acted.push(participant);
  }
  const over = ending(conversation, customers, participants);
  return over === undefined ? list : [...list, over];
}

/** The latest queue a conversation entered, whether it waits there still or not. */
export function latestQueue(participants: readonly SnapshotParticipant[]): SnapshotParticipant | undefined {
  return participants.findLast(({ purpose, connectedAt }) => purpose === 'acd' && connectedAt !== undefined);
}

function entry(
  conversation: string,
  { id, queue: queueId, connectedAt }: SnapshotParticipant,
  before: readonly SnapshotParticipant[],
  names: NameCatalogue,
  botPurposes: readonly string[],
): Milestone[] {
  if (queueId === undefined) return [];
  const at = connectedAt!;
  // A queue made since the names were read goes by its id until they are read again.
  const queue = names.name('queue', queueId) ?? queueId;
  const sender = before.findLast(
    ({ purpose }) => purpose === 'acd' || purpose === 'agent' || botPurposes.includes(purpose),
  );
  const by = sender === undefined || sender.purpose === 'acd' ? undefined : senderOf(sender);
  const transferred: Milestone[] =
    by === undefined
      ? []
      : [
          {
            key: `transferred ${id}`,
            event: { type: 'conversation.transferred', at, conversation, by, queue },
          },
        ];
  return [
    ...transferred,
    { key: `queued ${id}`, event: { type: 'conversation.queued', at, conversation, queue } },
  ];
}

function senderOf({ purpose }: SnapshotParticipant): 'agent' | 'bot' {
  return purpose === 'agent' ? 'agent' : 'bot';
}

function answer(conversation: string, { id, user, connectedAt }: SnapshotParticipant): Milestone {
  const event = {
    type: 'conversation.answered',
    at: connectedAt!,
    conversation,
    agent: user ?? null,
  } as const;
  return { key: `answered ${id}`, event };
}

function ending(
  conversation: string,
  customers: readonly SnapshotParticipant[],
  participants: readonly SnapshotParticipant[],
): Milestone | undefined {
  // Where agents call a queue there is no customer: it is over when everybody has left.
  const parties = customers.length === 0 ? participants : customers;
  if (parties.length === 0 || parties.some(({ endedAt }) => endedAt === undefined)) return undefined;
  const at = Math.max(...parties.map(({ endedAt }) => endedAt!));
  const queue = latestQueue(participants);
  const waitedTo = queue?.endedAt ?? Infinity;
  const isAnswered = participants.some(
    ({ purpose, connectedAt = -Infinity }) => purpose === 'agent' && connectedAt >= (queue?.connectedAt ?? 0),
  );
  const isAbandoned = queue !== undefined && !isAnswered && waitedTo + sameMomentMilliseconds >= at;
  const type = isAbandoned ? 'conversation.abandoned' : 'conversation.ended';
  return { key: 'over', event: { type, at, conversation } };
}
