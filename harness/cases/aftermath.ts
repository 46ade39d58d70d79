import type { RoutingEvent } from '../../engine/conversation/events.ts';
import { durationSeconds } from '../../engine/packs/duration.ts';
import type { CaseMessage, Given } from './case.ts';

/** The pseudonym of every case's conversation. */
export const caseConversation = 'case';

const conversation = caseConversation;
const receipts = { delivered: 'deliveredAfter', read: 'readAfter', failed: 'failedAfter' } as const;

/** Longer than any deadline: what is due in a case comes about. */
const longAfter = 31 * 86_400_000;

/**
 * What happens in a case after all that is decided at once: participants, messages with their receipts, ends of commands,
 * the end of the conversation, and time that goes on where any of them makes something due. In order of time.
 * @param at the moment it begins, in milliseconds since 1970.
 */
export function aftermathOf(
  { participants = [], messages = [], commands = [], endsAfter }: Given,
  at: number,
): readonly RoutingEvent[] {
  const events: RoutingEvent[] = participants.map(({ purpose, state }) => ({
    type: 'participant.changed',
    at,
    conversation,
    participant: purpose,
    purpose,
    state,
  }));
  for (const { command, status, latencySeconds = 0, why } of commands) {
    const decision = `${conversation}/${pointOf[command] ?? 'handoff'}/1`;
    const ended = {
      type: 'command.ended',
      at,
      conversation,
      command,
      decision,
      status,
      latencySeconds,
    } as const;
    events.push(why === undefined ? ended : { ...ended, why });
  }
  messages.forEach((message, index) => events.push(...ofMessage(message, `m-${index + 1}`, at)));
  if (endsAfter !== undefined)
    events.push({ type: 'conversation.ended', at: at + durationSeconds(endsAfter) * 1000, conversation });
  if (messages.length > 0) events.push({ type: 'platform.seen', at: at + longAfter });
  return events.sort((a, b) => a.at - b.at);
}

/** The point at which each command is wanted; `notify` by skill mappings, for reactions hear nothing of their own. */
const pointOf: Readonly<Record<string, string>> = {
  'set skills': 'skills',
  'set priority': 'order',
  'set scoredAgents': 'ranking',
  'do notify': 'skills',
};

function ofMessage(of: CaseMessage, message: string, at: number): readonly RoutingEvent[] {
  const { attachments = 0 } = of;
  const came = Object.entries(receipts).flatMap(([receipt, field]): RoutingEvent[] => {
    const after = of[field];
    if (after === undefined) return [];
    const told = receipt as keyof typeof receipts;
    return [
      {
        type: 'message.receipt',
        at: at + durationSeconds(after) * 1000,
        conversation,
        message,
        receipt: told,
      },
    ];
  });
  return [{ type: 'message.sent', at, conversation, message, direction: 'outbound', attachments }, ...came];
}
