import type { Priority } from '../../../engine/facts/conversation.ts';
import type { IdleAgent, Match, RoutingPolicy, WaitingConversation } from './policy.ts';

/**
 * The routing that a plain contact centre has: the conversation that waits longest, its head start included, goes to
 * the agent who has been idle longest among those who may take it.
 * @param headStartSeconds added to the time waited, by priority.
 */
export function longestWaiting(headStartSeconds: Partial<Record<Priority, number>> = {}): RoutingPolicy {
  const hasHeadStarts = Object.keys(headStartSeconds).length > 0;
  const since = (conversation: WaitingConversation): number =>
    conversation.queuedAt - 1000 * (headStartSeconds[conversation.facts['priority'] as Priority] ?? 0);
  return {
    route({ waiting, idle }) {
      const order = hasHeadStarts
        ? [...waiting.values()].sort((a, b) => since(a) - since(b))
        : waiting.values();
      const free = new Set(idle.values());
      const matches: Match[] = [];
      for (const conversation of order) {
        if (free.size === 0) break;
        const agent = free.values().find((candidate) => mayTake(candidate, conversation));
        if (agent === undefined) continue;
        free.delete(agent);
        matches.push({ conversation: conversation.id, agent: agent.id });
      }
      return { matches };
    },
  };
}

/** Whether the agent is a member of the queue and has the recorded language and every recorded skill. */
export function mayTake(agent: IdleAgent, { queue, facts }: WaitingConversation): boolean {
  const language = facts['language'] as string | undefined;
  const skills = (facts['requiredSkills'] ?? []) as readonly string[];
  return (
    agent.queues.includes(queue) &&
    (language === undefined || (agent.languages[language] ?? 0) > 0) &&
    skills.every((skill) => (agent.skills[skill] ?? 0) > 0)
  );
}
