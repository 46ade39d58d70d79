import type { Agent } from '../../engine/conversation/floor.ts';

/** Facts of agents that groups are made by: agents who have the same are a group. */
export const agentGroupings = {
  agentQueues: ({ queues }: Agent) => named(queues),
  agentSkills: ({ skills }: Agent) => named(skills && Object.keys(skills)),
  agentLanguages: ({ languages }: Agent) => named(languages && Object.keys(languages)),
} as const satisfies Readonly<Record<string, (agent: Agent) => string | undefined>>;

export type AgentGrouping = keyof typeof agentGroupings;

export function isAgentGrouping(name: string): name is AgentGrouping {
  return Object.hasOwn(agentGroupings, name);
}

function named(held: readonly string[] | undefined): string | undefined {
  return held === undefined ? undefined : [...held].sort().join(' + ') || '(none)';
}
