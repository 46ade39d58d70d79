import type { ConversationRecord, ParticipantRecord } from '../centre/records.ts';
import { without } from '../centre/without.ts';
import type { Directory } from '../org/directory.ts';
import { leg, legKey } from './legView.ts';
import { routingView } from './routingView.ts';
import { given, moments } from './times.ts';

/** `Conversation`: what `GET /api/v2/conversations/{id}` says. */
export function conversationView(record: ConversationRecord, directory: Directory): object {
  return {
    id: record.id,
    ...moments({ startTime: record.startedAt, endTime: record.endedAt }),
    participants: record.participants.map((part) => participantView(record, part, directory)),
    recentTransfers: record.transfers.map(transferView),
    recordingState: 'none',
    state: record.endedAt === undefined ? 'connected' : 'disconnected',
    divisions: divisionsView(directory),
    securePause: false,
    ...given({ externalTag: record.externalTag }),
    selfUri: `/api/v2/conversations/${record.id}`,
  };
}

function participantView(record: ConversationRecord, part: ParticipantRecord, directory: Directory): object {
  return {
    ...sharedView(part),
    ...moments({ startTime: part.startedAt }),
    ...(part.queueId === undefined ? {} : { queueName: directory.queues.withId(part.queueId)!.name }),
    ...given({ name: nameOf(part, directory) }),
    ...(part.routing === undefined ? {} : { conversationRoutingData: routingView(part.routing, 'rest') }),
    [legKey(record)]: [leg(record, part, 'rest')],
  };
}

/** `QueueConversationEventTopicConversation` and `ConversationEventTopicConversation`: the whole conversation each time. */
export function conversationEvent(record: ConversationRecord, directory: Directory): object {
  return {
    id: record.id,
    participants: record.participants.map((part) => participantEvent(record, part, directory)),
    recentTransfers: record.transfers.map((transfer) => ({
      ...transferView(transfer),
      state: 'complete',
      transferType: 'unattended',
    })),
    recordingState: 'none',
    securePause: false,
    divisions: divisionsView(directory).map(({ division }) => ({ division: { id: division.id } })),
    ...given({ externalTag: record.externalTag }),
  };
}

function participantEvent(record: ConversationRecord, part: ParticipantRecord, directory: Directory): object {
  return {
    ...sharedView(part),
    ...given({ name: nameOf(part, directory) }),
    wrapupExpected: part.purpose === 'agent',
    ...(part.routing === undefined ? {} : { conversationRoutingData: routingView(part.routing, 'event') }),
    [legKey(record)]: [leg(record, part, 'event')],
  };
}

/** What REST and events say alike of a participant. */
function sharedView(part: ParticipantRecord): object {
  return {
    id: part.id,
    purpose: part.purpose,
    ...moments({
      connectedTime: part.connectedAt,
      endTime: part.endedAt,
      startAcwTime: part.startAcwAt,
      endAcwTime: part.endAcwAt,
    }),
    ...given({ userId: part.userId, queueId: part.queueId }),
    attributes: Object.fromEntries(part.attributes),
    wrapupRequired: part.purpose === 'agent',
    ...(part.purpose === 'agent' ? { wrapupPrompt: 'optional' } : {}),
    ...(part.wrapUp === undefined ? {} : { wrapup: without(part.wrapUp, 'name') }),
  };
}

function transferView({ id, at, initiatorId, toQueueId }: ConversationRecord['transfers'][number]): object {
  const destination = given({ address: toQueueId });
  return {
    id,
    state: 'Complete',
    ...moments({ dateIssued: at }),
    transferType: 'Unattended',
    destination,
    ...(initiatorId === undefined ? {} : { initiator: { userId: initiatorId } }),
  };
}

function divisionsView({ division }: Directory): { division: { id: string; name: string } }[] {
  return [{ division: { id: division.id, name: division.name } }];
}

function nameOf(part: ParticipantRecord, directory: Directory): string | undefined {
  if (part.userId !== undefined) return directory.users.withId(part.userId)!.name;
  if (part.queueId !== undefined) return directory.queues.withId(part.queueId)!.name;
  return part.purpose === 'customer' ? 'Customer' : undefined;
}
