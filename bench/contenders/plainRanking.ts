import { agents as floor, csatBp, now, scoring } from '../works/ranking.ts';
import type { Interaction } from '../works/work.ts';
import { readPlace, type Decider } from './contender.ts';

/** Agents as the source document has them. */
const agents = floor.map(({ id, skills, languages }, place) => ({
  id,
  place,
  skills: skills!,
  languages: Object.keys(languages!),
}));
const historicalCsatBp: Record<string, number> = Object.fromEntries(
  floor.map((agent) => [agent.id, csatBp(agent)]),
);
const idleMilliseconds: Record<string, number> = Object.fromEntries(
  floor.map(({ id, idleSince }) => [id, now - idleSince!]),
);
const weights = scoring.weightsBp;
const minimum = scoring.minimumScoreBp * 10_000;

/** The first source document's scoring and tie-break, function by function, with whole numbers for its fractions. */
export function prepare(): Decider {
  return { version: process.version, waits: false, decide: best, read: readPlace };
}

function best(interaction: Interaction): number {
  const scored = agents
    .map((agent) => ({ agent, total: scoreOf(agent, interaction) }))
    .filter(({ total }) => total > 0);
  scored.sort(
    (a, b) =>
      b.total - a.total ||
      idleMilliseconds[b.agent.id]! - idleMilliseconds[a.agent.id]! ||
      a.agent.place - b.agent.place,
  );
  return scored[0]?.agent.place ?? -1;
}

function scoreOf(agent: (typeof agents)[number], { skill, language }: Interaction): number {
  const level = agent.skills[skill] ?? 0;
  const proficiency = Math.round(Math.min(level / 5, 1) * 10_000);
  const languageMatch = agent.languages.includes(language) ? 10_000 : 0;
  const total =
    weights.proficiency * proficiency +
    weights.languageMatch * languageMatch +
    weights.historicalCsat * (historicalCsatBp[agent.id] ?? 5_000);
  return total >= minimum ? total : 0;
}
