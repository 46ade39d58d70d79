import { parseServiceLevelTarget } from '../../../engine/facts/serviceLevelTarget.ts';
import type { ContactCentre } from '../centre/contactCentre.ts';
import type { ConversationRecord, ParticipantRecord } from '../centre/records.ts';

/** How a queue served those who came to it and are not waiting any more. */
export interface QueueService {
  readonly queue: string;
  /** Percent answered within seconds: `80/20`. */
  readonly slaTarget: string;
  /** Entries into the queue that were answered, or ended by the customer. */
  readonly offered: number;
  readonly answered: number;
  readonly answeredWithinTarget: number;
  /** From entry to answer, summed over the answered. */
  readonly waitedSeconds: number;
}

/** Every queue's service so far, in the order of the org. */
export function queueServices({ org, directory, conversations }: ContactCentre): readonly QueueService[] {
  const waits = Map.groupBy([...conversations.values()].flatMap(waitsOf), ({ queueId }) => queueId);
  return org.scenario.queues.map(({ name, slaTarget }) => {
    const all = waits.get(directory.queues.idOf(name)) ?? [];
    const answered = all.filter(({ isAnswered }) => isAnswered);
    const target = parseServiceLevelTarget(slaTarget)!.seconds;
    return {
      ...{ queue: name, slaTarget, offered: all.length, answered: answered.length },
      answeredWithinTarget: answered.filter(({ seconds }) => seconds <= target).length,
      waitedSeconds: answered.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  });
}

/** The waits of a conversation that ended with an answer, or with its end. One that was sent on is neither. */
function waitsOf({ participants, endedAt }: ConversationRecord) {
  return participants.flatMap((wait, index) => {
    if (wait.purpose !== 'acd' || wait.endedAt === undefined) return [];
    const isAnswered = isAnswerTo(wait, participants[index + 1]);
    if (!isAnswered && wait.endedAt !== endedAt) return [];
    const seconds = (wait.endedAt - wait.connectedAt!) / 1000;
    return [{ queueId: wait.queueId!, isAnswered, seconds }];
  });
}

function isAnswerTo({ endedAt }: ParticipantRecord, next: ParticipantRecord | undefined): boolean {
  return next?.purpose === 'agent' && next.connectedAt === endedAt;
}
