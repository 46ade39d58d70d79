import { toBasisPoints, WHOLE_BP } from '../../basisPoints.ts';
import type { Agent } from '../../conversation/floor.ts';
import type { FactValue, FactValues } from '../../facts/definition.ts';
import { has, proficiencyIn, type Requirements } from './eligibility.ts';
import { rankingFactsRead, type Scoring } from './scoring.ts';
import { dimensions, perDimension, type PerDimension } from './weights.ts';

/** One dimension's part of a score. The product is exact: both factors are whole numbers. */
export interface Contribution {
  readonly weightBp: number;
  readonly attributeBp: number;
  /** weightBp × attributeBp, at most 10^8. */
  readonly product: number;
}

export interface Score {
  readonly contributions: Readonly<Record<keyof PerDimension, Contribution>>;
  /** Sum of the products, 0 to 10^8. */
  readonly total: number;
}

/** What an agent brings to a conversation, each dimension 0 to 10,000; 0 where it has no weight and is not looked at. */
export function attributesBp(
  pack: Scoring,
  weightsBp: PerDimension,
  agent: Agent,
  wanted: Requirements,
): PerDimension {
  const of = {
    proficiency: () => proficiencyBp(pack, agent, wanted),
    languageMatch: () => languageMatchBp(pack, agent, wanted),
    historicalCsat: () => shrunkCsatBp(pack, agent),
  };
  return perDimension((name) => (weightsBp[name] === 0 ? 0 : of[name]()));
}

/** The facts about an agent that a ranking for this conversation rests on, as found. */
export function factsScored(
  pack: Scoring,
  weightsBp: PerDimension,
  agent: Agent,
  wanted: Requirements,
): FactValues {
  const read = rankingFactsRead(pack, weightsBp, wanted);
  const facts: Record<string, FactValue> = {};
  if (read.includes('agentSkills')) facts['agentSkills'] = only(agent.skills, wanted.skills);
  if (read.includes('agentLanguages')) facts['agentLanguages'] = only(agent.languages, [wanted.language!]);
  if (read.includes('csat') && agent.csat !== undefined) facts['csat'] = agent.csat;
  if (read.includes('csatSurveys') && agent.csatSurveys !== undefined)
    facts['csatSurveys'] = agent.csatSurveys;
  return facts;
}

function only(
  held: Readonly<Record<string, number>> | undefined,
  names: readonly string[],
): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const proficiency = proficiencyIn(held, name);
      return proficiency === undefined ? [] : [[name, proficiency]];
    }),
  );
}

/** The weighted sum, in whole numbers throughout, so that equal scores are equal and contributions add up exactly. */
export function score(weightsBp: PerDimension, attributes: PerDimension): Score {
  const product = perDimension((name) => weightsBp[name] * attributes[name]);
  const contribution = (name: keyof PerDimension): Contribution => ({
    weightBp: weightsBp[name],
    attributeBp: attributes[name],
    product: product[name],
  });
  return {
    contributions: {
      proficiency: contribution('proficiency'),
      languageMatch: contribution('languageMatch'),
      historicalCsat: contribution('historicalCsat'),
    },
    total: dimensions.reduce((sum, name) => sum + product[name], 0),
  };
}

/** Mean over the required skills; a conversation that requires none is fully served by anyone. */
function proficiencyBp(
  { maxProficiency, eligible }: Scoring,
  agent: Agent,
  { skills }: Requirements,
): number {
  if (skills.length === 0 || eligible.requiredSkill === 'ignore') return WHOLE_BP;
  const sum = skills.reduce(
    (total, skill) => total + Math.min(proficiencyIn(agent.skills, skill) ?? 0, maxProficiency),
    0,
  );
  return toBasisPoints(sum / skills.length / maxProficiency);
}

/** All or nothing, as the source document has it; a conversation without a language is fully served by anyone. */
function languageMatchBp({ eligible }: Scoring, agent: Agent, { language }: Requirements): number {
  if (language === undefined || eligible.requiredLanguage === 'ignore') return WHOLE_BP;
  return has(proficiencyIn(agent.languages, language), eligible) ? WHOLE_BP : 0;
}

/**
 * Mean satisfaction scaled to the survey's top and shrunk towards the prior: (n·mean + k·prior) / (n + k), with k the
 * prior's weight in surveys, so that one five-star survey is not a perfect record.
 */
function shrunkCsatBp({ csat }: Scoring, agent: Agent): number {
  const surveys = agent.csat === undefined ? 0 : (agent.csatSurveys ?? 0);
  if (surveys + csat.priorWeight === 0) return csat.priorBp;
  const meanBp = surveys === 0 ? 0 : (Math.min(agent.csat!, csat.scaleMax) / csat.scaleMax) * WHOLE_BP;
  return Math.round((surveys * meanBp + csat.priorWeight * csat.priorBp) / (surveys + csat.priorWeight));
}
