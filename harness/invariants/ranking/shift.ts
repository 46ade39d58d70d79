import type { Agent } from '../../../engine/conversation/floor.ts';
import type { Chooser, Situation } from './chooser.ts';

/** From one conversation to the next, and how long one keeps its agent, in milliseconds. */
const pauseMs = 60_000;
const serviceMs = 30_000;

/**
 * Agents who are all free again before the next conversation comes, one like the other: each choice is told, and makes the
 * agent who was chosen idle for less long and have handled one more.
 * @returns who was chosen, one after the other; undefined where nobody was.
 */
export function* chosenInTurn(
  chooser: Chooser,
  situation: Situation,
  decisions: number,
): Generator<string | undefined> {
  let agents: readonly Agent[] = situation.agents;
  for (let turn = 0; turn < decisions; turn++) {
    const at = situation.at + turn * pauseMs;
    const { winner } = chooser.choose({ ...situation, agents, at, conversation: `conversation-${turn}` });
    yield winner;
    agents = agents.map((agent) => (agent.id === winner ? served(agent, at + serviceMs) : agent));
  }
}

/** An agent who has just ended a conversation. */
export function served(agent: Agent, at: number): Agent {
  const conversationsHandled = agent.conversationsHandled + 1;
  return { ...agent, idleSince: at, lastHandledAt: at, conversationsHandled };
}

/** The longest run of decisions that each agent was passed over in; `Infinity` for one who was never chosen. */
export function longestGaps(
  agents: readonly Agent[],
  chosen: Iterable<string | undefined>,
): ReadonlyMap<string, number> {
  const gap = new Map(agents.map(({ id }) => [id, 0]));
  const since = new Map(agents.map(({ id }) => [id, 0]));
  let decisions = 0;
  for (const winner of chosen) {
    decisions++;
    for (const { id } of agents) {
      const passed = id === winner ? 0 : since.get(id)! + 1;
      since.set(id, passed);
      gap.set(id, Math.max(gap.get(id)!, passed));
    }
  }
  for (const [id, longest] of gap) if (longest === decisions) gap.set(id, Infinity);
  return gap;
}

/** How many each agent got. */
export function counts(
  agents: readonly Agent[],
  chosen: Iterable<string | undefined>,
): ReadonlyMap<string, number> {
  const count = new Map(agents.map(({ id }) => [id, 0]));
  for (const winner of chosen) if (winner !== undefined) count.set(winner, count.get(winner)! + 1);
  return count;
}

/** The difference between who got most and who got least. */
export function spread(count: ReadonlyMap<string, number>): number {
  const all = [...count.values()];
  return Math.max(...all) - Math.min(...all);
}
