import type { Agent } from '../../engine/conversation/floor.ts';
import type { Scoring } from '../../engine/decisions/ranking/scoring.ts';
import { Random } from './random.ts';
import type { Interaction, RankingWork } from './work.ts';

/** The moment of every ranking, in milliseconds. */
export const now = Date.UTC(2026, 0, 5, 9);
export const skillNames: readonly string[] = Array.from({ length: 40 }, (_, place) => `skill_${place}`);
export const languageNames = ['en-US', 'es-ES', 'fr-FR', 'de-DE', 'pt-BR', 'ja-JP', 'it-IT', 'nl-NL'];

/** The first source document's scoring: no gate, three weights, a threshold of one half; the longest idle of equals. */
export const scoring: Scoring = {
  kind: 'Scoring',
  name: 'weighted-score',
  appliesTo: {},
  missing: {},
  eligible: { status: ['IDLE'], requiredSkill: 'prefer', requiredLanguage: 'prefer', minimumProficiency: 0 },
  weightsBp: { proficiency: 4_000, languageMatch: 3_000, historicalCsat: 3_000 },
  maxProficiency: 5,
  csat: { scaleMax: 1, priorBp: 5_000, priorWeight: 10 },
  minimumScoreBp: 5_000,
  bucketBp: 0,
  tieBreak: ['longestIdle', 'seededHash'],
  act: 'scoredAgents',
  publish: 5,
  rerankAfterSeconds: 30,
};

/** Two hundred agents, all idle; one in ten has no surveys. Places in the list and in order of name are the same. */
export const agents: readonly Agent[] = drawAgents(new Random(66));

/** How well an agent is liked, in basis points, drawn towards one half while surveys are few. */
export function csatBp({ csat, csatSurveys = 0 }: Agent): number {
  const { priorBp, priorWeight } = scoring.csat;
  if (csat === undefined) return priorBp;
  return Math.round((csatSurveys * (csat * 10_000) + priorWeight * priorBp) / (csatSurveys + priorWeight));
}

export const ranking: RankingWork = {
  kind: 'ranking',
  id: 'W4',
  title: 'the best of 200 agents for each of 1,000 interactions',
  inputs(count) {
    const random = new Random(67);
    return Array.from({ length: count }, () => {
      const skill = random.pick(skillNames);
      return { skill, skills: [skill], language: random.pick(languageNames) };
    });
  },
  expected: bestPlace,
};

function drawAgents(random: Random): readonly Agent[] {
  // No two are idle for equally long, so that no tie is left for the engine's seeded chance to settle.
  const idleSeconds = shuffled(
    Array.from({ length: 200 }, (_, place) => place * 9),
    random,
  );
  return idleSeconds.map((seconds, place): Agent => {
    const skills = draw(random, skillNames, random.int(4, 10));
    const languages = draw(random, languageNames, random.int(1, 3));
    const surveyed = random.next() < 0.9;
    return {
      id: `agent-${String(place).padStart(3, '0')}`,
      status: 'IDLE',
      idleSince: now - seconds * 1_000,
      conversationsHandled: 0,
      skills: Object.fromEntries(skills.map((skill) => [skill, random.int(1, 5)])),
      languages: Object.fromEntries(languages.map((language) => [language, random.int(1, 5)])),
      ...(surveyed ? { csat: random.int(2, 10) / 10, csatSurveys: random.int(1, 40) } : {}),
    };
  });
}

function draw(random: Random, names: readonly string[], count: number): readonly string[] {
  return shuffled([...names], random).slice(0, count);
}

function shuffled<T>(list: T[], random: Random): T[] {
  for (let left = list.length - 1; left > 0; left--) {
    const other = random.int(0, left);
    [list[left], list[other]] = [list[other]!, list[left]!];
  }
  return list;
}

/** Highest total that reaches the threshold, then the longest idle, then the lowest place. */
function bestPlace({ skill, language }: Interaction): readonly number[] {
  const { proficiency, languageMatch, historicalCsat } = scoring.weightsBp;
  const scored = agents.map((agent, place) => ({
    place,
    idleSince: agent.idleSince!,
    total:
      proficiency * Math.min((agent.skills![skill] ?? 0) * 2_000, 10_000) +
      languageMatch * (agent.languages![language] === undefined ? 0 : 10_000) +
      historicalCsat * csatBp(agent),
  }));
  return scored
    .filter(({ total }) => total >= scoring.minimumScoreBp * 10_000)
    .sort((a, b) => b.total - a.total || a.idleSince - b.idleSince || a.place - b.place)
    .slice(0, 1)
    .map(({ place }) => place);
}
