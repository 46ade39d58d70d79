import { formatUtc } from '../../recording/time.ts';
import type { ContactCentre } from '../centre/contactCentre.ts';
import { present, type ConversationRecord } from '../centre/records.ts';

/** Where a conversation is, in short: what an engine that follows it must agree with. */
export interface ConversationState {
  readonly id: string;
  readonly mediaType: string;
  readonly place: 'before' | 'waiting' | 'withAgent' | 'ended';
  /** The queue it was in last, by name. */
  readonly queue?: string;
  /** Who talked with the customer last, by name. */
  readonly agent?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}

/** Every conversation so far, in order of arrival. */
export function conversationStates({
  conversations,
  directory,
}: ContactCentre): readonly ConversationState[] {
  return [...conversations.values()].map((record) => {
    const queueId = record.participants.findLast((part) => part.queueId !== undefined)?.queueId;
    const userId = record.participants.findLast((part) => part.userId !== undefined)?.userId;
    return {
      id: record.id,
      mediaType: record.mediaType,
      place: placeOf(record),
      ...(queueId === undefined ? {} : { queue: directory.queues.withId(queueId)!.name }),
      ...(userId === undefined ? {} : { agent: directory.users.withId(userId)!.name }),
      startedAt: formatUtc(record.startedAt),
      ...(record.endedAt === undefined ? {} : { endedAt: formatUtc(record.endedAt) }),
    };
  });
}

function placeOf(record: ConversationRecord): ConversationState['place'] {
  if (record.endedAt !== undefined) return 'ended';
  if (present(record, 'agent') !== undefined) return 'withAgent';
  return present(record, 'acd') === undefined ? 'before' : 'waiting';
}
