import type { MessageReceipt, MessageSent } from '../../../engine/conversation/events.ts';
import type { Problem } from '../../../engine/problem.ts';
import { customerPurposes, type Milestone } from './milestones.ts';
import type { Snapshot, SnapshotMessage, SnapshotParticipant } from './snapshot.ts';

/** When receipts of messages came, by message, in milliseconds since 1970. */
export type ReceiptTimes = ReadonlyMap<string, Readonly<Partial<Record<MessageReceipt['receipt'], number>>>>;

/** What a message's status says has become of it. */
const receipts: Readonly<Record<string, MessageReceipt['receipt']>> = {
  'delivery-success': 'delivered',
  'delivery-failed': 'failed',
  failed: 'failed',
  read: 'read',
};

/** Statuses that only a message has which we send. */
const outboundStatuses: ReadonlySet<string> = new Set([
  ...Object.keys(receipts),
  'queued',
  'sent',
  'published',
]);

/** A message with all that the legs say of it that list it. */
interface ListedMessage {
  readonly id: string;
  readonly isNamed: boolean;
  readonly at: number;
  readonly hasTime: boolean;
  readonly direction: MessageSent['direction'];
  readonly attachments: number;
  readonly receipt?: MessageReceipt['receipt'];
}

/**
 * Every message of a snapshot, and what became of it. The platform tells no times of receipts with a conversation: one of
 * which none is known counts from when it was told.
 * @param observedAt milliseconds since 1970.
 */
export function messageMilestones(
  snapshot: Snapshot,
  observedAt: number,
  times: ReceiptTimes = new Map(),
): readonly Milestone[] {
  const { conversation } = snapshot;
  return listedMessages(snapshot).flatMap(({ id, at, hasTime, direction, attachments, receipt }) => {
    const sent: Milestone = {
      key: `message ${id} sent`,
      event: { type: 'message.sent', at, conversation, message: id, direction, attachments },
      ...(hasTime ? {} : { problems: [withoutTime(conversation)] }),
    };
    if (receipt === undefined) return [sent];
    const receivedAt = Math.max(at, times.get(id)?.[receipt] ?? observedAt);
    const event = { type: 'message.receipt', at: receivedAt, conversation, message: id, receipt } as const;
    return [sent, { key: receiptKey(id, receipt), event }];
  });
}

/** The messages of a snapshot, by the platform's ids, of which a receipt is told that is not among the keys. */
export function newReceipts(snapshot: Snapshot, told: ReadonlySet<string>): readonly string[] {
  return listedMessages(snapshot).flatMap(({ id, isNamed, receipt }) =>
    !isNamed || receipt === undefined || told.has(receiptKey(id, receipt)) ? [] : [id],
  );
}

function receiptKey(id: string, receipt: MessageReceipt['receipt']): string {
  return `message ${id} ${receipt}`;
}

function listedMessages({ participants }: Snapshot): readonly ListedMessage[] {
  const listed = new Map<string, ListedMessage>();
  for (const participant of participants) {
    let before = participant.connectedAt ?? participants[0]!.connectedAt ?? 0;
    for (const message of participant.messages) {
      const known = listed.get(message.id);
      const one = listedBy(participant, message, before);
      listed.set(message.id, known === undefined ? one : joined(known, one));
      before = one.at;
    }
  }
  return [...listed.values()];
}

/** @param before when the message above it was sent, or the participant came: a message without a time was not earlier. */
function listedBy(
  { purpose }: SnapshotParticipant,
  { id, isNamed, at, status = '', attachments }: SnapshotMessage,
  before: number,
): ListedMessage {
  const isInbound = status === 'received' || (customerPurposes.has(purpose) && !outboundStatuses.has(status));
  const receipt = receipts[status];
  return {
    ...{ id, isNamed, at: at ?? before, hasTime: at !== undefined, attachments },
    direction: isInbound ? 'inbound' : 'outbound',
    ...(receipt === undefined ? {} : { receipt }),
  };
}

/** Two legs that list one message: what either knows counts. */
function joined(one: ListedMessage, other: ListedMessage): ListedMessage {
  const [timed] = [one, other].filter(({ hasTime }) => hasTime);
  const receipt = one.receipt === 'read' ? 'read' : (other.receipt ?? one.receipt);
  return {
    ...(timed ?? one),
    attachments: Math.max(one.attachments, other.attachments),
    direction: receipt === undefined ? one.direction : 'outbound',
    ...(receipt === undefined ? {} : { receipt }),
  };
}

function withoutTime(conversation: string): Problem {
  return {
    code: 'genesys-message-without-time',
    severity: 'warning',
    message: `a message of conversation ${conversation} is told with no time, or with one that cannot be read`,
    hint: 'it counts from the message before it, or from when its sender came; nothing is lost',
  };
}
