import type { ConversationRecord, ParticipantRecord } from '../centre/records.ts';
import { notFound } from '../door/refusal.ts';
import type { Call, Platform } from './handler.ts';

/** The conversation that the path names. @throws Refusal 404 */
export function foundConversation({ path }: Call, { centre }: Platform): ConversationRecord {
  const record = centre.conversations.get(path['conversationId']!);
  if (record === undefined) throw notFound('conversation', path['conversationId']!);
  return record;
}

/** The participant of it that the path names. @throws Refusal 404 */
export function foundParticipant({ path }: Call, record: ConversationRecord): ParticipantRecord {
  const part = record.participants.find(({ id }) => id === path['participantId']);
  if (part === undefined) throw notFound('participant', path['participantId']!);
  return part;
}
