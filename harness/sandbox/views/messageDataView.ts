import { formatUtc } from '../../recording/time.ts';
import type { AttachmentRecord, ConversationRecord, MessageRecord } from '../centre/records.ts';
import { given } from './times.ts';

/** `MessageData`: one message with its text. */
export function messageDataView(record: ConversationRecord, message: MessageRecord): object {
  const { id, at, direction, author, text, status, attachments, receipts, metadata } = message;
  const channel = { platform: 'Open', type: 'Private', messageId: id, time: formatUtc(at) };
  const shared = { id, channel, direction: capitalised(direction) };
  return {
    id,
    timestamp: formatUtc(at),
    direction,
    messengerType: 'open',
    status,
    conversationId: record.id,
    normalizedMessage: {
      ...shared,
      type: 'Text',
      text,
      originatingEntity: author,
      ...(attachments.length === 0 ? {} : { content: attachments.map(attachmentView) }),
      ...given({ metadata }),
    },
    normalizedReceipts: receipts.map(({ at: receivedAt, status: said, isFinal }) => ({
      ...shared,
      channel: { ...channel, time: formatUtc(receivedAt) },
      type: 'Receipt',
      status: said,
      isFinalReceipt: isFinal,
    })),
    selfUri: `/api/v2/conversations/messages/${record.id}/messages/${id}`,
  };
}

function attachmentView({ id, kind, mime, name, url }: AttachmentRecord): object {
  const attachment = { id, mediaType: kind, ...given({ mime, filename: name, url }) };
  return { contentType: 'Attachment', attachment };
}

function capitalised(word: string): string {
  return `${word[0]!.toUpperCase()}${word.slice(1)}`;
}
