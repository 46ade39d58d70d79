import {
  directionOf,
  type ConversationRecord,
  type MessageRecord,
  type ParticipantRecord,
} from '../centre/records.ts';
import { given, moments } from './times.ts';

/** Where a participant's leg is, by the conversation's medium. */
export function legKey({ mediaType }: ConversationRecord): 'calls' | 'messages' | 'callbacks' | 'emails' {
  if (mediaType === 'message') return 'messages';
  if (mediaType === 'email') return 'emails';
  return mediaType === 'callback' ? 'callbacks' : 'calls';
}

/** `Call`, `Message` or `Callback`: a participant's one leg. */
export function leg(record: ConversationRecord, part: ParticipantRecord, form: 'rest' | 'event'): object {
  return {
    id: part.communicationId,
    state: stateOf(record, part),
    initialState: 'connected',
    direction: directionOf(record),
    held: false,
    provider: providerOf(record),
    ...given({ disconnectType: part.disconnectType }),
    ...moments({ connectedTime: part.connectedAt, disconnectedTime: part.endedAt }),
    ...afterCallWork(part, form),
    ...(record.mediaType === 'message' ? messageParts(record, part, form) : {}),
    ...(record.mediaType === 'callback' ? callbackParts(record) : {}),
  };
}

function stateOf({ mediaType, callback, participants }: ConversationRecord, part: ParticipantRecord): string {
  if (part.endedAt !== undefined) return 'disconnected';
  const isAwaited = mediaType === 'callback' && callback !== undefined && participants.length === 1;
  return isAwaited ? 'scheduled' : 'connected';
}

function providerOf({ mediaType }: ConversationRecord): string {
  if (mediaType === 'message') return 'PureCloud Messaging';
  return mediaType === 'callback' ? 'PureCloud Callback' : 'Edge';
}

function afterCallWork({ purpose, startAcwAt, endAcwAt }: ParticipantRecord, form: 'rest' | 'event'): object {
  if (purpose !== 'agent') return {};
  if (startAcwAt === undefined) return { afterCallWorkRequired: true };
  const state = endAcwAt === undefined ? 'pending' : 'complete';
  return {
    afterCallWorkRequired: true,
    afterCallWork: {
      state: form === 'event' ? state : `${state[0]!.toUpperCase()}${state.slice(1)}`,
      ...moments({ startTime: startAcwAt, endTime: endAcwAt }),
    },
  };
}

function messageParts(record: ConversationRecord, part: ParticipantRecord, form: 'rest' | 'event'): object {
  const own = record.messages.filter(({ communicationId }) => communicationId === part.communicationId);
  return { type: 'open', messages: own.map((message) => messageDetails(record, message, form)) };
}

function messageDetails(
  record: ConversationRecord,
  { id, at, status, attachments }: MessageRecord,
  form: 'rest' | 'event',
): object {
  return {
    messageId: id,
    ...(form === 'rest' ? { messageURI: `/api/v2/conversations/messages/${record.id}/messages/${id}` } : {}),
    messageStatus: status,
    ...moments({ messageTime: at }),
    media: attachments.map(({ mime, kind, name, url, ...file }) => ({
      ...file,
      ...given({ mediaType: mime ?? kind, name, url }),
    })),
  };
}

function callbackParts({ callback }: ConversationRecord): object {
  if (callback === undefined) return {};
  const { numbers, userName, at } = callback;
  return {
    callbackNumbers: numbers,
    ...given({ callbackUserName: userName }),
    ...moments({ callbackScheduledTime: at }),
  };
}
