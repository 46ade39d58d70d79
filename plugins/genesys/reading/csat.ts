import type { ObservedEvent } from '../../../engine/exchange.ts';
import { checkedFacts, observed, platformTime } from '../observation.ts';
import { interval } from './analytics.ts';
import type { DetailedConversation, DetailsQuery } from './detailsJob.ts';

/** A survey a customer has finished. */
export interface Survey {
  readonly id: string;
  readonly conversation: string;
  readonly agent: string;
  /** On the survey's own scale. */
  readonly score: number;
  /** When it was finished, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * What asks for the conversations with a finished survey in the days before now.
 * @param now milliseconds since 1970.
 */
export function surveyedConversations(now: number, days: number): DetailsQuery {
  const predicate = { type: 'dimension', dimension: 'surveyStatus', operator: 'matches', value: 'Finished' };
  return {
    interval: interval(now - days * 86_400_000, now),
    surveyFilters: [{ type: 'and', predicates: [predicate] }],
  };
}

/** The finished surveys with a score, of whole answers only. */
export function surveysIn(conversations: readonly DetailedConversation[]): readonly Survey[] {
  return conversations.flatMap(({ conversationId = '', surveys = [] }) =>
    surveys.flatMap((told): Survey[] => {
      const at = platformTime(told.surveyCompletedDate ?? told.eventTime);
      const { surveyId: id, userId: agent, oSurveyTotalScore: score, surveyStatus = '' } = told;
      const counts = surveyStatus.toLowerCase() === 'finished' && told.surveyPartialResponse !== true;
      if (!counts || id === undefined || agent === undefined || score === undefined || at === undefined)
        return [];
      return [{ id, conversation: conversationId, agent, score, at }];
    }),
  );
}

/** Mean score and count of each agent's surveys; one that is told twice counts once. */
export class CsatTally {
  readonly #surveys = new Map<string, Survey>();

  /** Takes in surveys, such as those of one page. */
  add(surveys: readonly Survey[]): void {
    for (const survey of surveys) this.#surveys.set(survey.id, survey);
  }

  /**
   * An event for each agent with a survey.
   * @param observedAt when the first page was asked for, in milliseconds since 1970.
   */
  events(observedAt: number): readonly ObservedEvent[] {
    const scores = new Map<string, number[]>();
    for (const { agent, score } of this.#surveys.values()) {
      scores.set(agent, [...(scores.get(agent) ?? []), score]);
    }
    return [...scores].map(([agent, all]) => {
      // In order of size, so that the mean does not depend on the order of pages.
      const sum = all.sort((a, b) => a - b).reduce((total, score) => total + score, 0);
      const { facts, problems } = checkedFacts(
        ['agent'],
        { csat: sum / all.length, csatSurveys: all.length },
        `agent ${agent}`,
      );
      const { csat, csatSurveys } = facts as { csat?: number; csatSurveys?: number };
      const known = csat === undefined || csatSurveys === undefined ? {} : { csat, csatSurveys };
      return observed(
        { type: 'agent.updated', at: observedAt, agent, ...known },
        observedAt,
        'read',
        problems,
      );
    });
  }
}

/** Each survey as what happened to its conversation. */
export function surveyEvents(surveys: readonly Survey[], observedAt: number): readonly ObservedEvent[] {
  return surveys.map(({ conversation, score, at }) =>
    observed({ type: 'conversation.surveyed', at, conversation, score }, observedAt, 'read'),
  );
}
