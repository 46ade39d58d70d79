import { formatUtc } from '../../recording/time.ts';
import type { ContactCentre } from '../centre/contactCentre.ts';
import {
  customerOf,
  present,
  type ConversationRecord,
  type ParticipantRecord,
  type UserRecord,
} from '../centre/records.ts';
import type { Values } from './predicate.ts';

/** One conversation, or one agent, that a live metric counts. */
export interface Observed {
  readonly metric: string;
  /** What it is counted by, besides its group: a routing status, a presence. */
  readonly qualifier?: string;
  /** `queueId`, `mediaType`, `userId`, as far as they apply. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Since when it is as it is, in milliseconds. */
  readonly since: number;
  readonly conversation?: { readonly record: ConversationRecord; readonly part: ParticipantRecord };
  readonly user?: UserRecord;
}

/** Metrics of conversations as they are now. */
export const conversationMetrics = [
  'oWaiting',
  'oInteracting',
  'oLongestWaiting',
  'oLongestInteracting',
  'oAlerting',
];

/** Everything that live metrics count now. `oAlerting` counts nothing: agents of the world answer at once. */
export function observed(centre: ContactCentre): Observed[] {
  return [...conversationsNow(centre), ...agentsNow(centre)];
}

/** What an observed thing has in a dimension. */
export function valuesOf({ dimensions }: Observed): Values {
  return (name) => (dimensions[name] === undefined ? [] : [dimensions[name]]);
}

function conversationsNow({ open }: ContactCentre): Observed[] {
  return [...open.values()].flatMap((record): Observed[] => {
    const agent = present(record, 'agent');
    const part = agent ?? present(record, 'acd');
    if (part === undefined) return [];
    const metrics =
      agent === undefined ? ['oWaiting', 'oLongestWaiting'] : ['oInteracting', 'oLongestInteracting'];
    const dimensions = {
      queueId: part.queueId!,
      mediaType: record.mediaType,
      ...(part.userId === undefined ? {} : { userId: part.userId }),
    };
    return metrics.map((metric) => ({
      metric,
      dimensions,
      since: part.startedAt,
      conversation: { record, part },
    }));
  });
}

function agentsNow(centre: ContactCentre): Observed[] {
  return centre.directory.queues.all.flatMap(({ id: queueId }) =>
    centre.membersOf(queueId).flatMap((user): Observed[] => {
      const { status, statusSince: since, presence } = user;
      const dimensions = { queueId, userId: user.id };
      const isOnQueue = status !== 'OFF_QUEUE';
      const counts: readonly (readonly [metric: string, qualifier?: string])[] = [
        ['oMemberUsers'],
        ...(isOnQueue ? ([['oActiveUsers']] as const) : []),
        [isOnQueue ? 'oOnQueueUsers' : 'oOffQueueUsers', status],
        ['oUserRoutingStatuses', status],
        ['oUserPresences', centre.directory.presences.idOf(presence)],
      ];
      return counts.map(([metric, qualifier]) => ({
        metric,
        dimensions,
        since,
        user,
        ...(qualifier === undefined ? {} : { qualifier }),
      }));
    }),
  );
}

/** `ObservationValue` of a conversation. */
export function observationView({ record, part }: NonNullable<Observed['conversation']>): object {
  const { routing } = part;
  return {
    observationDate: formatUtc(part.startedAt),
    conversationId: record.id,
    sessionId: part.communicationId,
    direction: 'inbound',
    participantName: customerOf(record).purpose,
    ...(part.userId === undefined ? {} : { userId: part.userId }),
    ...(routing === undefined
      ? {}
      : {
          routingPriority: routing.priority,
          requestedRoutingSkillIds: routing.skillIds,
          ...(routing.languageId === undefined ? {} : { requestedLanguageId: routing.languageId }),
        }),
  };
}
