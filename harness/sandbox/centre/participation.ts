import type { FactValues } from '../../../engine/facts/definition.ts';
import { identity } from './identity.ts';
import type { ConversationRecord, ParticipantRecord, Purpose } from './records.ts';

/** A conversation that begins now, with its customer. @param customer the queue they wait for, when that is known. */
export function newConversation(
  worldId: string,
  mediaType: ConversationRecord['mediaType'],
  at: number,
  more: Pick<ConversationRecord, 'callback' | 'email'> = {},
  customer: { readonly queueId?: string } = {},
): ConversationRecord {
  const record: ConversationRecord = {
    id: identity('conversation', worldId),
    worldId,
    mediaType,
    startedAt: at,
    participants: [],
    messages: [],
    turns: [],
    transfers: [],
    surveys: [],
    ...more,
  };
  join(record, 'customer', at, customer).connectedAt = at;
  return record;
}

/** Somebody joins a conversation. */
export function join(
  record: ConversationRecord,
  purpose: Purpose,
  at: number,
  more: { readonly userId?: string; readonly queueId?: string } = {},
): ParticipantRecord {
  const number = record.participants.length;
  const part: ParticipantRecord = {
    id: identity('participant', record.id, number),
    communicationId: identity('communication', record.id, number),
    purpose,
    startedAt: at,
    attributes: new Map(),
    ...more,
  };
  record.participants.push(part);
  return part;
}

/** Somebody leaves; whoever has left stays so. */
export function leave(
  part: ParticipantRecord,
  at: number,
  how: NonNullable<ParticipantRecord['disconnectType']>,
): void {
  part.endedAt ??= at;
  part.disconnectType ??= how;
}

/** A flow writes what it learns into the customer's attributes, where everybody finds it. */
export function note(customer: ParticipantRecord, facts: FactValues): void {
  for (const [name, value] of Object.entries(facts)) {
    const text = Array.isArray(value)
      ? value.join(',')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : value;
    customer.attributes.set(name, String(text));
  }
}
