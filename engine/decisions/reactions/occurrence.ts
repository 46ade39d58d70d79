import type { CommandEnded, ParticipantState } from '../../conversation/events.ts';
import { commandStatuses } from '../../facts/occurrence.ts';
import type { FactValues } from '../../facts/definition.ts';

/** What decisions come to that may be reacted to. */
export const decisionOccurrences = [
  'skills.decided',
  'order.decided',
  'ranking.decided',
  'ranking.nobody',
  'handoff.handedOff',
  'handoff.answered',
] as const;

/** How messages come to stand by their service level. */
export const deliveryOccurrences = [
  'delivery.breached',
  'delivery.compliant',
  'delivery.missingReceipt',
] as const;

/** What happens in the life of a conversation. */
export const conversationOccurrences = [
  'conversation.started',
  'conversation.queued',
  'conversation.answered',
  'conversation.abandoned',
  'conversation.ended',
] as const;

/** States that a participant comes into. */
export const participantOccurrences = [
  'participant.joined',
  'participant.active',
  'participant.left',
  'participant.failed',
] as const satisfies readonly `participant.${ParticipantState}`[];

/** What decisions beside reactions command, by its own word. */
const commandWords = ['skills', 'priority', 'scoredAgents', 'notify', 'transfer', 'offer', 'say'] as const;

/** How commands end: each way, and any. */
const commandOccurrences: readonly string[] = commandWords.flatMap((word) =>
  ['ended', ...commandStatuses].map((status) => `${word}.${status}`),
);

/** Everything that may be reacted to, by the name `on` gives it. */
export const occurrenceNames: readonly string[] = [
  ...decisionOccurrences,
  ...deliveryOccurrences,
  ...conversationOccurrences,
  ...participantOccurrences,
  ...commandOccurrences,
];

/** Something that came about. */
export interface Occurrence {
  readonly on: string;
  /** What tells it from others of its name in the conversation, from state: an entry into a queue, a message, a command. */
  readonly occasion: string;
  readonly occasionNumber: number;
  /** Facts of it alone. */
  readonly facts: FactValues;
  /** Where the conversation's state does not tell whether it was told before: told again it is passed over. */
  readonly mayBeRetold?: true;
}

const commandNames: ReadonlySet<string> = new Set(commandOccurrences);
const decisionNames: ReadonlySet<string> = new Set(decisionOccurrences);

/** The facts that an occurrence of this name has, or may have; of the catalogue's about occurrences. */
export function factsKnownOn(on: string): readonly string[] {
  const ofMessage = ['messageId', 'messageAttachments', 'deliveryStatus', 'deliverySeconds', 'readSeconds'];
  const own = (): readonly string[] => {
    if (on === 'delivery.breached') return [...ofMessage, 'deliveryLeg'];
    if (on.startsWith('delivery.')) return ofMessage;
    if (on.startsWith('participant.')) return ['participantId', 'participantPurpose'];
    if (on.startsWith('handoff.')) return ['decidedBy', 'transferQueue'];
    if (decisionNames.has(on)) return ['decidedBy'];
    const ofCommand = ['commandStatus', 'commandLatencySeconds', 'commandError'];
    if (commandNames.has(on)) return on.startsWith('transfer.') ? [...ofCommand, 'transferQueue'] : ofCommand;
    return [];
  };
  return ['conversationId', 'happenedAt', ...own()];
}

/** What the end of a command is called: that it ended, and how. None of a reaction's own: what it does begins no other. */
export function commandOccurrenceNames({ command, decision, status }: CommandEnded): readonly string[] {
  if (pointOf(decision) === 'reaction') return [];
  const word = command.slice(command.indexOf(' ') + 1);
  return [`${word}.ended`, `${word}.${status}`].filter((name) => commandNames.has(name));
}

/** The point of a decision, from its id; the conversation's part may hold anything. */
function pointOf(decision: string): string | undefined {
  return decision.split('/').at(-2);
}
