import type { ConversationRecord, MessageRecord, ParticipantRecord } from '../centre/records.ts';
import { badRequest, notFound } from '../door/refusal.ts';
import { formatUtc } from '../../recording/time.ts';
import { messageDataView } from '../views/messageDataView.ts';
import { foundConversation } from './found.ts';
import type { Handlers, Platform } from './handler.ts';

/** The platform gives so many messages at once. */
const MOST_IN_BULK = 1000;

export const messageHandlers: Handlers = {
  postConversationsMessageMessagesBulk: (call, platform) => {
    const record = foundConversation(call, platform);
    const ids = (call.body ?? []) as readonly string[];
    if (ids.length > MOST_IN_BULK)
      throw badRequest('bad.request', `At most ${MOST_IN_BULK} messages at once`);
    const entities = record.messages
      .filter(({ id }) => ids.includes(id))
      .map((message) => messageDataView(record, message));
    return { body: { entities } };
  },
  postConversationsMessageCommunicationMessages: (call, platform) => {
    const record = foundConversation(call, platform);
    const { communicationId } = call.path;
    const part = record.participants.find((one) => one.communicationId === communicationId);
    if (part === undefined) throw notFound('communication', communicationId!);
    if (part.endedAt !== undefined) throw badRequest('bad.request', 'The communication is not connected.');
    const message = write(record, part, call.body as WrittenMessage, platform);
    return { body: messageDataView(record, message) };
  },
  postConversationsEmailsAgentless: (call, { centre, state }) => {
    const body = call.body as AgentlessEmail;
    const { senderType, conversationId, fromAddress, toAddresses, replyToAddress, subject } = body;
    if (conversationId !== undefined && !centre.conversations.has(conversationId))
      throw notFound('conversation', conversationId);
    return {
      body: {
        id: state.newId('email'),
        conversationId: conversationId ?? centre.send(subject ?? '').id,
        senderType,
        fromAddress,
        toAddresses,
        ...(replyToAddress === undefined ? {} : { replyToAddress }),
        ...(subject === undefined ? {} : { subject }),
        dateCreated: formatUtc(centre.now),
      },
    };
  },
};

/** `AdditionalMessage` */
interface WrittenMessage {
  readonly textBody: string;
  readonly mediaIds?: readonly string[];
}

/** `AgentlessEmailSendRequestDto` */
interface AgentlessEmail {
  readonly senderType: string;
  readonly conversationId?: string;
  readonly fromAddress: object;
  readonly toAddresses: readonly object[];
  readonly replyToAddress?: object;
  readonly subject?: string;
}

/** @throws Refusal 404 */
export function foundMessage(
  id: string,
  { centre }: Platform,
): { readonly record: ConversationRecord; readonly message: MessageRecord } {
  for (const record of centre.conversations.values()) {
    const message = record.messages.find((one) => one.id === id);
    if (message !== undefined) return { record, message };
  }
  throw notFound('message', id);
}

/** Sends a message to the customer; a receipt says later what became of it. */
function write(
  record: ConversationRecord,
  part: ParticipantRecord,
  { textBody: text, mediaIds = [] }: WrittenMessage,
  { centre, state }: Platform,
): MessageRecord {
  const message: MessageRecord = {
    id: state.newId('message'),
    communicationId: part.communicationId,
    at: centre.now,
    direction: 'outbound',
    author: 'Human',
    text,
    attachments: mediaIds.map((id) => ({ id, kind: 'File' })),
    status: 'sent',
    receipts: [],
  };
  record.messages.push(message);
  centre.changed(record);
  return message;
}
