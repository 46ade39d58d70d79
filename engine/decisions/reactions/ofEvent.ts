import type { Conversation } from '../../conversation/conversation.ts';
import type { RoutingEvent } from '../../conversation/events.ts';
import { participantIn } from '../../conversation/participants.ts';
import type { FactValue, FactValues } from '../../facts/definition.ts';
import { commandOccurrenceNames, type Occurrence } from './occurrence.ts';

/**
 * What an event brings about in the life of a conversation that may be reacted to. What was so before is nothing new.
 * @param after the conversation after it.
 * @param transferQueue gives the queue that a decision wanted a transfer to, by the decision's id.
 */
export function occurrencesAt(
  event: RoutingEvent,
  before: Conversation,
  after: Conversation,
  transferQueue: (decision: string) => string | undefined = () => undefined,
): readonly Occurrence[] {
  switch (event.type) {
    case 'conversation.started':
      return [{ ...inLife('conversation.started', 'conversation', 1), mayBeRetold: true }];
    case 'conversation.queued':
      return after.queueEntries > before.queueEntries
        ? [inLife('conversation.queued', 'queue entry', after.queueEntries)]
        : [];
    case 'conversation.answered':
      return before.phase === 'waiting' && after.phase === 'answered'
        ? [inLife('conversation.answered', 'queue entry', after.queueEntries)]
        : [];
    case 'conversation.abandoned':
      return [
        inLife('conversation.abandoned', 'conversation', 1),
        inLife('conversation.ended', 'conversation', 1),
      ];
    case 'conversation.ended':
      return [inLife('conversation.ended', 'conversation', 1)];
    case 'participant.changed':
      return ofParticipant(event.participant, before, after);
    case 'command.ended': {
      const { command, decision } = event;
      const facts = factsOfCommand(event, transferQueue(decision));
      const occasion = `${command} of ${decision}`;
      return commandOccurrenceNames(event).map((on) => ({
        on,
        occasion,
        occasionNumber: 1,
        facts,
        mayBeRetold: true,
      }));
    }
    default:
      return [];
  }
}

function inLife(on: string, occasion: string, occasionNumber: number): Occurrence {
  return { on, occasion, occasionNumber, facts: {} };
}

function ofParticipant(id: string, before: Conversation, after: Conversation): readonly Occurrence[] {
  const [was, is] = [participantIn(before.participants, id), participantIn(after.participants, id)];
  if (is === undefined || is.state === was?.state) return [];
  const facts = { participantId: id, participantPurpose: is.purpose };
  return [{ on: `participant.${is.state}`, occasion: `participant ${id}`, occasionNumber: 1, facts }];
}

function factsOfCommand(
  { status, latencySeconds, why }: Extract<RoutingEvent, { type: 'command.ended' }>,
  queue: string | undefined,
): FactValues {
  const facts: Record<string, FactValue> = { commandStatus: status, commandLatencySeconds: latencySeconds };
  if (why !== undefined) facts['commandError'] = why;
  if (queue !== undefined) facts['transferQueue'] = queue;
  return facts;
}
