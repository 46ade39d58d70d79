import type { ContactCentre } from '../centre/contactCentre.ts';
import type { ConversationRecord, ParticipantRecord } from '../centre/records.ts';
import { serviceLevelOf } from '../views/queueView.ts';
import type { Interval } from './interval.ts';

/** Sums of one metric. Times in milliseconds. */
export interface Stats {
  readonly count?: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly ratio?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly target?: number;
}

/** One wait in a queue, or one agent's part: what past metrics are added up from. */
export interface Stretch {
  readonly record: ConversationRecord;
  readonly part: ParticipantRecord;
  /** `queueId`, `mediaType`, `userId`, `conversationId`. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The waits and agents' parts that ended in an interval. */
export function stretches(centre: ContactCentre, { from, to }: Interval): Stretch[] {
  const found: Stretch[] = [];
  for (const record of centre.activeSince(from)) {
    for (const part of record.participants) {
      const { queueId, userId, endedAt = Infinity } = part;
      if (queueId === undefined || endedAt < from || endedAt >= to) continue;
      const dimensions = { queueId, mediaType: record.mediaType, conversationId: record.id };
      found.push({ record, part, dimensions: userId === undefined ? dimensions : { ...dimensions, userId } });
    }
  }
  return found;
}

/** @returns undefined for a metric the sandbox does not know, or that nothing in the stretches adds to. */
export function statsOf(metric: string, all: readonly Stretch[], centre: ContactCentre): Stats | undefined {
  const waits = all.filter(({ part }) => part.purpose === 'acd');
  const answered = waits.filter(({ part, record }) => isAnswered(part, record));
  const abandoned = waits.filter(({ part }) => part.disconnectType !== 'transfer');
  const parts = all.filter(({ part }) => part.purpose === 'agent');
  switch (metric) {
    case 'nOffered':
      return counted(waits);
    case 'nConnected':
      return counted(parts);
    case 'tWait':
    case 'tAcd':
      return timed(waits.map(({ part }) => part.endedAt! - part.startedAt));
    case 'tAnswered':
      return timed(answered.map(({ part }) => part.endedAt! - part.startedAt));
    case 'tAbandon':
      return timed(abandoned.map(({ part }) => part.endedAt! - part.startedAt));
    case 'tTalkComplete':
      return timed(parts.map(({ part }) => part.endedAt! - part.startedAt));
    case 'tHandle':
      return timed(
        parts.flatMap(({ part }) => (part.endAcwAt === undefined ? [] : [part.endAcwAt - part.startedAt])),
      );
    case 'nTransferred':
      return counted(parts.filter(({ part }) => part.disconnectType === 'transfer'));
    case 'oServiceLevel':
      return serviceLevel(answered, abandoned, centre);
    default:
      return undefined;
  }
}

/** The wait ended with an agent, not with another queue. */
function isAnswered(wait: ParticipantRecord, { participants }: ConversationRecord): boolean {
  const next = participants[participants.indexOf(wait) + 1];
  return next?.purpose === 'agent' && next.startedAt === wait.endedAt;
}

function counted(all: readonly Stretch[]): Stats | undefined {
  return all.length === 0 ? undefined : { count: all.length };
}

function timed(times: readonly number[]): Stats | undefined {
  if (times.length === 0) return undefined;
  const sum = times.reduce((total, time) => total + time, 0);
  return { count: times.length, sum, min: Math.min(...times), max: Math.max(...times) };
}

/** Answered within the queue's target, of all that were answered or lost. */
function serviceLevel(
  answered: readonly Stretch[],
  abandoned: readonly Stretch[],
  centre: ContactCentre,
): Stats | undefined {
  const denominator = answered.length + abandoned.length;
  if (denominator === 0) return undefined;
  const targets = new Map(
    centre.org.scenario.queues.map((queue) => [
      centre.directory.queues.idOf(queue.name),
      serviceLevelOf(queue),
    ]),
  );
  const numerator = answered.filter(
    ({ part }) => part.endedAt! - part.startedAt <= targets.get(part.queueId!)!.durationMs,
  ).length;
  const target = targets.get([...answered, ...abandoned][0]!.part.queueId!)!.percentage;
  return { ratio: numerator / denominator, numerator, denominator, target };
}
