import {
  directionOf,
  type ConversationRecord,
  type ParticipantRecord,
  type SurveyRecord,
} from '../centre/records.ts';
import { daysTouched, type Interval } from './interval.ts';
import { passes, type Filter, type Values } from './predicate.ts';

/** What `ConversationQuery` and `AsyncConversationQuery` share. */
export interface DetailsQuery {
  readonly interval: string;
  readonly order?: string;
  readonly orderBy?: string;
  readonly conversationFilters?: readonly Filter[];
  readonly segmentFilters?: readonly Filter[];
  readonly surveyFilters?: readonly Filter[];
}

/** Whether a conversation belongs to an interval. */
export type Belongs = (record: ConversationRecord, interval: Interval) => boolean;

/** The synchronous query's rule: it started on a day that the interval touches. */
export const startedOnADay: Belongs = ({ startedAt }, interval) => {
  const days = daysTouched(interval);
  return startedAt >= days.from && startedAt < days.to;
};

/** The asynchronous query's rule: something happened in it within the interval. */
export const wasActive: Belongs = ({ startedAt, endedAt }, interval) =>
  startedAt < interval.to && (endedAt ?? Infinity) >= interval.from;

/** @returns the conversations that a query asks for, in its order. */
export function select(
  records: Iterable<ConversationRecord>,
  query: DetailsQuery,
  interval: Interval,
  belongs: Belongs,
): ConversationRecord[] {
  const found = [...records].filter(
    (record) =>
      belongs(record, interval) &&
      passes(query.conversationFilters, conversationValues(record)) &&
      hasOne(record.participants, query.segmentFilters, (part) => segmentValues(record, part)) &&
      hasOne(record.surveys, query.surveyFilters, surveyValues),
  );
  found.sort((a, b) => a.startedAt - b.startedAt);
  return query.order?.toLowerCase() === 'desc' ? found.reverse() : found;
}

/** Filters of parts hold when one part passes all of them. */
function hasOne<Part>(
  parts: readonly Part[],
  filters: readonly Filter[] | undefined,
  valuesOf: (part: Part) => Values,
): boolean {
  if (filters === undefined || filters.length === 0) return true;
  return parts.some((part) => passes(filters, valuesOf(part)));
}

function valuesFrom(known: Readonly<Record<string, readonly unknown[]>>): Values {
  return (name) => (known[name] ?? []).filter((value) => value !== undefined) as string[];
}

function conversationValues(record: ConversationRecord): Values {
  return valuesFrom({
    conversationId: [record.id],
    conversationStart: [record.startedAt],
    conversationEnd: [record.endedAt],
    originatingDirection: [directionOf(record)],
    externalTag: [record.externalTag],
  });
}

function segmentValues(record: ConversationRecord, part: ParticipantRecord): Values {
  return valuesFrom({
    queueId: [part.queueId],
    userId: [part.userId],
    mediaType: [record.mediaType],
    purpose: [part.purpose],
    direction: [directionOf(record)],
    disconnectType: [part.disconnectType],
    segmentEnd: [part.endedAt],
    wrapUpCode: [part.wrapUp?.code],
    requestedRoutingSkillId: part.routing?.skillIds ?? [],
    requestedLanguageId: [part.routing?.languageId],
  });
}

function surveyValues({ id, userId, queueId, score }: SurveyRecord): Values {
  return valuesFrom({
    surveyId: [id],
    surveyStatus: ['Finished'],
    userId: [userId],
    queueId: [queueId],
    oSurveyTotalScore: [score],
  });
}
