import type { RoutingData } from '../centre/records.ts';
import { given } from './times.ts';

/** `ConversationRoutingData`, as REST and as events write it. */
export function routingView(routing: RoutingData, form: 'rest' | 'event'): object {
  const { queueId, languageId, priority, skillIds, skillExpression, labelId, scoredAgents } = routing;
  return {
    queue: { id: queueId },
    ...(languageId === undefined ? {} : { language: { id: languageId } }),
    priority,
    skills: skillIds.map((id) => ({ id })),
    scoredAgents: scoredAgents.map(({ userId, score }) => ({ agent: { id: userId }, score })),
    ...(form === 'rest' ? given({ skillExpression, label: labelId }) : {}),
  };
}
