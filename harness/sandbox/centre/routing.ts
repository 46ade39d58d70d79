import type {
  IdleAgent,
  Match,
  RoutingAnswer,
  RoutingMoment,
  RoutingPolicy,
} from '../../world/routing/policy.ts';
import type { Directory } from '../org/directory.ts';
import type { Org, QueueSettings } from '../org/org.ts';
import type { RoutingData } from './records.ts';

/** Genesys looks at so many agents, the longest without an interaction, when it looks for the best. */
const BEST_AVAILABLE_CANDIDATES = 100;

/** What the platform goes by, as its clients left it. */
export interface RoutingState {
  /** What a waiting conversation asks for. @param conversation its name in the world. */
  routingOf(conversation: string): RoutingData;
  /** When an interaction last alerted the agent; undefined when none did. @param agent their name in the world. */
  lastAlertedAt(agent: string): number | undefined;
}

/** One waiting conversation, as it is matched. */
interface Waiting {
  readonly id: string;
  readonly queuedAt: number;
  readonly queue: string;
  readonly asked: RoutingData;
  readonly settings: QueueSettings;
}

/**
 * Genesys' own routing. Whoever waits longest is next, a point of priority counting as a minute (or priority alone, in
 * queues that say so). Among idle members with the language and every skill asked for, the one longest without an
 * interaction is alerted (`ALL`), or the most proficient (`BEST`); `NONE` disregards skills. Scored agents come first, by
 * score, for as long as the queue's rules say. Sources: help.mypurecloud.com, "Routing and evaluation methods", "ACD
 * processing", "Preferred agent routing"; the idle clock restarts when an agent is alerted.
 */
export function genesysRouting(org: Org, directory: Directory, state: RoutingState): RoutingPolicy {
  const settingsOf = (queue: string): QueueSettings => org.queueSettings?.[queue] ?? {};
  return {
    route(moment: RoutingMoment): RoutingAnswer {
      const free = new Map(longestSinceAlerted(moment.idle, state).map((agent) => [agent.id, agent]));
      const matches: Match[] = [];
      let reconsiderAt: number | undefined;
      for (const waiting of inOrder(moment, state, settingsOf)) {
        if (free.size === 0) break;
        const { agent, again } = choose(waiting, [...free.values()], moment.at, directory);
        if (again !== undefined && again < (reconsiderAt ?? Infinity)) reconsiderAt = again;
        if (agent === undefined) continue;
        free.delete(agent.id);
        matches.push({ conversation: waiting.id, agent: agent.id });
      }
      return reconsiderAt === undefined ? { matches } : { matches, reconsiderAt };
    },
  };
}

function longestSinceAlerted(idle: RoutingMoment['idle'], state: RoutingState): IdleAgent[] {
  const since = ({ id }: IdleAgent): number => state.lastAlertedAt(id) ?? -Infinity;
  const clock = new Map([...idle.values()].map((agent) => [agent, since(agent)]));
  // Equal when neither was ever alerted: then the order in which they became idle stays.
  return [...idle.values()].sort((a, b) => {
    const [left, right] = [clock.get(a)!, clock.get(b)!];
    return left === right ? 0 : left - right;
  });
}

function inOrder(
  { waiting }: RoutingMoment,
  state: RoutingState,
  settingsOf: (queue: string) => QueueSettings,
): Waiting[] {
  const all = [...waiting.values()].map(({ id, queuedAt, queue }) => ({
    id,
    queuedAt,
    queue,
    asked: state.routingOf(id),
    settings: settingsOf(queue),
  }));
  const byPriorityOnly = ({ settings }: Waiting): boolean => settings.scoringMethod === 'PriorityOnly';
  const startsAt = ({ queuedAt, asked }: Waiting): number => queuedAt - asked.priority * 60_000;
  return all.sort((a, b) => {
    // Queues that go by priority alone are served first.
    if (byPriorityOnly(a) !== byPriorityOnly(b)) return byPriorityOnly(a) ? -1 : 1;
    if (byPriorityOnly(a) && a.asked.priority !== b.asked.priority)
      return b.asked.priority - a.asked.priority;
    return byPriorityOnly(a) ? a.queuedAt - b.queuedAt : startsAt(a) - startsAt(b);
  });
}

/** @param agents the longest since alerted first. @returns who takes it, and when to ask again though nothing changed. */
function choose(
  waiting: Waiting,
  agents: readonly IdleAgent[],
  now: number,
  directory: Directory,
): { readonly agent?: IdleAgent | undefined; readonly again?: number } {
  const { asked } = waiting;
  if (asked.assignedTo !== undefined) {
    return { agent: agents.find(({ id }) => directory.users.idOf(id) === asked.assignedTo) };
  }
  const able = agents.filter((agent) => mayTake(agent, waiting, directory));
  if (asked.scoredAgents.length === 0) return { agent: bestOf(able, waiting, directory) };
  const scores = new Map(asked.scoredAgents.map(({ userId, score }) => [userId, score]));
  const scored = able
    .map((agent) => ({ agent, score: scores.get(directory.users.idOf(agent.id)) }))
    .filter((one): one is { agent: IdleAgent; score: number } => one.score !== undefined)
    .sort((a, b) => b.score - a.score);
  const rule = ruleAt(waiting, now);
  const preferred = scored.find(({ score }) => score >= (rule?.threshold ?? 0))?.agent;
  if (preferred !== undefined) return { agent: preferred };
  return rule === undefined ? { agent: bestOf(able, waiting, directory) } : { again: rule.endsAt };
}

/** The routing rule in force; undefined once all have run out. */
function ruleAt(
  { queuedAt, settings }: Waiting,
  now: number,
): { readonly threshold: number; readonly endsAt: number } | undefined {
  let endsAt = queuedAt;
  for (const { operator, threshold, waitSeconds } of settings.routingRules ?? []) {
    endsAt += waitSeconds * 1000;
    if (now < endsAt) return { threshold: operator === 'ANY' ? 0 : threshold, endsAt };
  }
  return undefined;
}

function mayTake(agent: IdleAgent, { queue, asked, settings }: Waiting, directory: Directory): boolean {
  if (!agent.queues.includes(queue)) return false;
  if (settings.skillEvaluationMethod === 'NONE') return true;
  return levels(agent, asked, directory).every((level) => level > 0);
}

function bestOf(able: readonly IdleAgent[], waiting: Waiting, directory: Directory): IdleAgent | undefined {
  if (waiting.settings.skillEvaluationMethod !== 'BEST') return able[0];
  const proficiency = (agent: IdleAgent): number =>
    levels(agent, waiting.asked, directory).reduce((sum, level) => sum + level, 0);
  let best = able[0];
  for (const agent of able.slice(1, BEST_AVAILABLE_CANDIDATES)) {
    if (proficiency(agent) > proficiency(best!)) best = agent;
  }
  return best;
}

/** How proficient the agent is in everything that is asked for, 0 to 5 each; 0 is not at all. */
function levels(agent: IdleAgent, { skillIds, languageId }: RoutingData, directory: Directory): number[] {
  const skills = skillIds.map((id) => agent.skills[directory.skills.withId(id)?.name ?? ''] ?? 0);
  if (languageId === undefined) return skills;
  return [...skills, agent.languages[directory.languages.withId(languageId)?.name ?? ''] ?? 0];
}
