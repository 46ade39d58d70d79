import type { FactDefinition } from './definition.ts';

/** How a message stands by its DeliverySla pack. */
export const deliveryStatuses = ['pending', 'compliant', 'breach', 'missingReceipt'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** What a message is to bring in time. */
export const deliveryLegs = ['delivered', 'read'] as const;
export type DeliveryLeg = (typeof deliveryLegs)[number];

/** What a participant is there for. Where one is told with two, the earlier here counts. */
export const participantPurposes = ['customer', 'agent', 'bot', 'queue', 'other'] as const;
export type ParticipantPurpose = (typeof participantPurposes)[number];

/** What can become of commands, as whoever does them says: see `ActOutcome`. */
export const actStatuses = [
  'done',
  'alreadySo',
  'accepted',
  'tooLate',
  'notActed',
  'notDone',
  'unknown',
  'refused',
] as const;

/** How commands end. */
export const commandStatuses = [...actStatuses, 'failed', 'nobody'] as const;

/** Facts about what a reaction is about: one decision, message, participant or command. Only Reactions packs read them. */
export const occurrenceFacts: readonly FactDefinition[] = [
  {
    name: 'conversationId',
    subject: 'occurrence',
    type: 'text',
    description: 'The conversation, by its pseudonym.',
    origin: 'derived',
    source: 'the event',
    example: 'c-1',
    mayBeMissing: false,
  },
  {
    name: 'happenedAt',
    subject: 'occurrence',
    type: 'text',
    description: 'When it came about: UTC, to the millisecond.',
    origin: 'derived',
    source: 'the event’s time',
    example: '2026-03-02T09:00:00.000Z',
    mayBeMissing: false,
  },
  {
    name: 'decidedBy',
    subject: 'occurrence',
    type: 'text',
    description: 'Of a decision: the rule or the step that settled it.',
    origin: 'derived',
    source: 'the decision’s record',
    example: 'refunds',
    mayBeMissing: true,
  },
  {
    name: 'commandStatus',
    subject: 'occurrence',
    type: 'enumeration',
    values: commandStatuses,
    description: 'Of a command: how it ended.',
    origin: 'derived',
    source: 'what the plugin said, or that it was given up',
    example: 'done',
    mayBeMissing: true,
  },
  {
    name: 'commandLatencySeconds',
    subject: 'occurrence',
    type: 'number',
    unit: 'seconds',
    range: { minimum: 0 },
    description: 'Of a command: how long the last attempt took; 0 when nobody was asked.',
    origin: 'derived',
    source: 'the runtime’s clock',
    example: 0.4,
    mayBeMissing: true,
  },
  {
    name: 'commandError',
    subject: 'occurrence',
    type: 'text',
    description: 'Of a command that was not simply done: why, in words.',
    origin: 'derived',
    source: 'what the plugin said, or that it was given up',
    example: 'no answer within 60 s',
    mayBeMissing: true,
  },
  {
    name: 'transferQueue',
    subject: 'occurrence',
    type: 'text',
    description: 'Of a handoff, or a transfer: the queue the conversation was to go to.',
    origin: 'derived',
    source: 'the handoff’s decision',
    example: 'Support',
    mayBeMissing: true,
  },
  {
    name: 'messageId',
    subject: 'occurrence',
    type: 'text',
    description: 'Of a message: its pseudonym.',
    origin: 'derived',
    source: 'message.sent',
    example: 'm-1',
    mayBeMissing: true,
  },
  {
    name: 'messageAttachments',
    subject: 'occurrence',
    type: 'number',
    unit: 'attachments',
    integer: true,
    range: { minimum: 0 },
    description: 'Of a message: how many attachments it has.',
    origin: 'derived',
    source: 'message.sent',
    example: 1,
    mayBeMissing: true,
  },
  {
    name: 'deliveryStatus',
    subject: 'occurrence',
    type: 'enumeration',
    values: deliveryStatuses,
    description: 'Of a message: how it stands by its DeliverySla pack.',
    origin: 'derived',
    source: 'the delivery decision',
    example: 'breach',
    mayBeMissing: true,
  },
  {
    name: 'deliveryLeg',
    subject: 'occurrence',
    type: 'enumeration',
    values: deliveryLegs,
    description: 'Of a breach: which deadline was not kept.',
    origin: 'derived',
    source: 'the delivery decision',
    example: 'delivered',
    mayBeMissing: true,
  },
  {
    name: 'deliverySeconds',
    subject: 'occurrence',
    type: 'number',
    unit: 'seconds',
    range: { minimum: 0 },
    description: 'Of a message: from sent to delivered; missing while no receipt has come.',
    origin: 'derived',
    source: 'message.receipt − message.sent',
    example: 2.5,
    mayBeMissing: true,
  },
  {
    name: 'readSeconds',
    subject: 'occurrence',
    type: 'number',
    unit: 'seconds',
    range: { minimum: 0 },
    description: 'Of a message: from sent to read; missing while no receipt has come.',
    origin: 'derived',
    source: 'message.receipt − message.sent',
    example: 600,
    mayBeMissing: true,
  },
  {
    name: 'participantId',
    subject: 'occurrence',
    type: 'text',
    description: 'Of a participant: its pseudonym.',
    origin: 'derived',
    source: 'participant.changed',
    example: 'p-1',
    mayBeMissing: true,
  },
  {
    name: 'participantPurpose',
    subject: 'occurrence',
    type: 'enumeration',
    values: participantPurposes,
    description: 'Of a participant: what it is there for.',
    origin: 'derived',
    source: 'participant.changed',
    example: 'agent',
    mayBeMissing: true,
  },
];
