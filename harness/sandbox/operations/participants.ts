import { customerOf, present, type ConversationRecord } from '../centre/records.ts';
import { badRequest } from '../door/refusal.ts';
import { foundConversation, foundParticipant } from './found.ts';
import type { Answer, Call, Handlers, Platform } from './handler.ts';

export const participantHandlers: Handlers = {
  patchConversationParticipantAttributes: (call, platform) => {
    const record = foundConversation(call, platform);
    const part = foundParticipant(call, record);
    const { attributes = {} } = call.body as { readonly attributes?: Readonly<Record<string, string>> };
    for (const [name, value] of Object.entries(attributes)) part.attributes.set(name, value);
    platform.centre.changed(record);
    return {};
  },
  postConversationParticipantReplaceQueue: (call, platform) => {
    const { queueId, queueName } = call.body as { readonly queueId?: string; readonly queueName?: string };
    return transferToQueue(call, platform, queueId ?? queueName ?? '');
  },
  postConversationParticipantReplaceAgent: (call, platform) =>
    transferToUser(call, platform, (call.body as { readonly userId?: string }).userId ?? ''),
};

/** The one replaced must be there, and the conversation wait or be with an agent. @throws Refusal 400 */
function replaced(call: Call, platform: Platform): ConversationRecord {
  const record = foundConversation(call, platform);
  const part = foundParticipant(call, record);
  const isConnected = part.endedAt === undefined && platform.centre.isTransferable(record);
  if (!isConnected || part === customerOf(record))
    throw badRequest('conversations.error.transfer.not.connected', 'The participant is not connected.');
  return record;
}

/** @param queue its id or name. @throws Refusal 400 */
function transferToQueue(call: Call, platform: Platform, queue: string): Answer {
  const { queues } = platform.centre.directory;
  const target = queues.withId(queue) ?? queues.named(queue);
  const record = replaced(call, platform);
  if (target === undefined)
    throw badRequest('conversations.error.queue.not.found', `There is no queue ${queue}`);
  if (present(record, 'acd')?.queueId === target.id)
    throw badRequest('conversations.error.transfer.same.party', 'The conversation is in that queue.');
  platform.centre.transferToQueue(record, target.id);
  return {};
}

/** The conversation goes back to its queue, and from there to this agent alone. @throws Refusal 400 */
function transferToUser(call: Call, platform: Platform, userId: string): Answer {
  const { centre } = platform;
  const record = replaced(call, platform);
  if (!centre.users.has(userId)) throw badRequest('invalid.value', `There is no user ${userId}`);
  if (present(record, 'agent')?.userId === userId)
    throw badRequest('conversations.error.transfer.same.party', 'The conversation is with that user.');
  centre.transferToUser(record, userId);
  return {};
}
