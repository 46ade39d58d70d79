import { formatUtc } from '../../recording/time.ts';
import {
  directionOf,
  type ConversationRecord,
  type ParticipantRecord,
  type SurveyRecord,
} from '../centre/records.ts';
import type { Directory } from '../org/directory.ts';
import { given, moments } from '../views/times.ts';

/** `AnalyticsConversation`, or `AnalyticsConversationWithoutAttributes`. */
export function detailsView(
  record: ConversationRecord,
  directory: Directory,
  withAttributes: boolean,
): object {
  return {
    conversationId: record.id,
    ...moments({ conversationStart: record.startedAt, conversationEnd: record.endedAt }),
    originatingDirection: directionOf(record),
    divisionIds: [directory.division.id],
    ...given({ externalTag: record.externalTag }),
    ...(record.surveys.length === 0 ? {} : { surveys: record.surveys.map(surveyView) }),
    participants: record.participants.map((part) => ({
      participantId: part.id,
      purpose: part.purpose,
      ...given({ userId: part.userId }),
      ...(withAttributes ? { attributes: Object.fromEntries(part.attributes) } : {}),
      sessions: [sessionView(record, part, directory)],
    })),
  };
}

/** `AnalyticsSurvey` */
function surveyView({ id, at, score, userId, queueId }: SurveyRecord): object {
  return {
    surveyId: id,
    surveyStatus: 'Finished',
    surveyType: 'Web',
    ...given({ userId, queueId }),
    surveyCompletedDate: formatUtc(at),
    eventTime: formatUtc(at),
    oSurveyTotalScore: score,
  };
}

function sessionView(record: ConversationRecord, part: ParticipantRecord, directory: Directory): object {
  const { mediaType, callback } = record;
  return {
    sessionId: part.communicationId,
    mediaType,
    direction: directionOf(record),
    ...(mediaType === 'message' ? { messageType: 'open' } : {}),
    ...(callback === undefined ? {} : { callbackNumbers: callback.numbers }),
    ...(part.purpose === 'botflow' ? { flow: { flowId: directory.botFlowId, flowType: 'BOT' } } : {}),
    ...(part.purpose === 'agent' ? { selectedAgentId: part.userId!, usedRouting: usedRouting(part) } : {}),
    metrics: sessionMetrics(part),
    segments: segmentsView(part).map((segment) => ({
      ...segment,
      ...given({ subject: record.email?.subject }),
    })),
  };
}

function usedRouting({ routing, userId }: ParticipantRecord): string {
  const isPreferred = routing?.scoredAgents.some((scored) => scored.userId === userId) === true;
  return isPreferred ? 'Preferred' : 'Standard';
}

/** `AnalyticsSessionMetric`, in milliseconds. */
function sessionMetrics(part: ParticipantRecord): object[] {
  const { purpose, startedAt, endedAt, startAcwAt, endAcwAt, disconnectType } = part;
  const metric = (name: string, from: number, to: number | undefined): object[] =>
    to === undefined ? [] : [{ name, value: to - from, emitDate: formatUtc(to) }];
  if (purpose === 'acd') {
    const outcome = disconnectType === 'transfer' ? [] : metric('tAbandon', startedAt, endedAt);
    return [...metric('tAcd', startedAt, endedAt), ...outcome];
  }
  if (purpose !== 'agent') return [];
  return [
    ...metric('tTalkComplete', startedAt, endedAt),
    ...(startAcwAt === undefined ? [] : metric('tAcw', startAcwAt, endAcwAt)),
    ...metric('tHandle', startedAt, endAcwAt),
  ];
}

/** `AnalyticsConversationSegment` */
function segmentsView(part: ParticipantRecord): object[] {
  const { purpose, startedAt, endedAt, startAcwAt, endAcwAt, queueId, routing, wrapUp, disconnectType } =
    part;
  const main = {
    ...moments({ segmentStart: startedAt, segmentEnd: endedAt }),
    segmentType: ['ivr', 'workflow', 'botflow'].includes(purpose) ? 'ivr' : 'interact',
    ...given({ queueId, disconnectType: endedAt === undefined ? undefined : disconnectType }),
    ...(routing === undefined
      ? {}
      : {
          ...given({ requestedLanguageId: routing.languageId }),
          requestedRoutingSkillIds: routing.skillIds,
          scoredAgents: routing.scoredAgents.map(({ userId, score }) => ({
            scoredAgentId: userId,
            agentScore: score,
          })),
        }),
  };
  if (startAcwAt === undefined) return [main];
  const wrapup = {
    ...moments({ segmentStart: startAcwAt, segmentEnd: endAcwAt }),
    segmentType: 'wrapup',
    ...given({ queueId, wrapUpCode: wrapUp?.code }),
  };
  return [main, wrapup];
}
