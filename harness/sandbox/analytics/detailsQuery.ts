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

/** What belongs to an interval. */
export type Belonging = (interval: Interval) => (record: ConversationRecord) => boolean;

/** The synchronous query's rule: it started on a day that the interval touches. */
export const startedOnADay: Belonging = (interval) => {
  const { from, to } = daysTouched(interval);
  return ({ startedAt }) => startedAt >= from && startedAt < to;
};

/** The asynchronous query's rule: something happened in it within the interval. */
export const wasActive: Belonging =
  ({ from, to }) =>
  ({ startedAt, endedAt = Infinity }) =>
    startedAt < to && endedAt >= from;

/** @returns the conversations that a query asks for, in its order. */
export function select(
  records: Iterable<ConversationRecord>,
  query: DetailsQuery,
  interval: Interval,
  belonging: Belonging,
): ConversationRecord[] {
  const belongs = belonging(interval);
  const found = [...records].filter(
    (record) =>
      belongs(record) &&
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

/** Records are many and filters ask for little: a value is made when it is asked for. */
function valuesFrom<Of>(of: Of, known: Readonly<Record<string, (of: Of) => unknown>>): Values {
  return (name) => {
    const value = known[name]?.(of);
    return (value === undefined ? [] : Array.isArray(value) ? value : [value]) as string[];
  };
}

const ofConversation: Readonly<Record<string, (record: ConversationRecord) => unknown>> = {
  conversationId: ({ id }) => id,
  conversationStart: ({ startedAt }) => startedAt,
  conversationEnd: ({ endedAt }) => endedAt,
  originatingDirection: directionOf,
  externalTag: ({ externalTag }) => externalTag,
};

function conversationValues(record: ConversationRecord): Values {
  return valuesFrom(record, ofConversation);
}

/** A part, and the conversation it is of. */
type Segment = readonly [part: ParticipantRecord, record: ConversationRecord];

const ofSegment: Readonly<Record<string, (segment: Segment) => unknown>> = {
  queueId: ([{ queueId }]) => queueId,
  userId: ([{ userId }]) => userId,
  mediaType: ([, { mediaType }]) => mediaType,
  purpose: ([{ purpose }]) => purpose,
  direction: ([, record]) => directionOf(record),
  disconnectType: ([{ disconnectType }]) => disconnectType,
  segmentEnd: ([{ endedAt }]) => endedAt,
  wrapUpCode: ([{ wrapUp }]) => wrapUp?.code,
  requestedRoutingSkillId: ([{ routing }]) => routing?.skillIds,
  requestedLanguageId: ([{ routing }]) => routing?.languageId,
};

function segmentValues(record: ConversationRecord, part: ParticipantRecord): Values {
  return valuesFrom([part, record] as const, ofSegment);
}

const ofSurvey: Readonly<Record<string, (survey: SurveyRecord) => unknown>> = {
  surveyId: ({ id }) => id,
  surveyStatus: () => 'Finished',
  userId: ({ userId }) => userId,
  queueId: ({ queueId }) => queueId,
  oSurveyTotalScore: ({ score }) => score,
};

function surveyValues(survey: SurveyRecord): Values {
  return valuesFrom(survey, ofSurvey);
}
