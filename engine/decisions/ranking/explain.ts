import { WHOLE_BP } from '../../basisPoints.ts';
import type { RuleOutcome } from '../../conditions/outcome.ts';
import { outcomeInWords } from '../../conditions/inWords.ts';
import type { FactValues } from '../../facts/definition.ts';
import type { Degraded, RankedAgent, RankingDecision, RefusedAgent } from './decide.ts';
import type { ShiftState } from './shifts.ts';
import type { TieBreak } from './tieBreak.ts';
import { dimensions, type Dimension } from './weights.ts';

/** Ranked agents shown before the rest is only counted. */
const shownAgents = 5;

const dimensionWords: Readonly<Record<Dimension, string>> = {
  proficiency: 'proficiency',
  languageMatch: 'language match',
  historicalCsat: 'CSAT',
};

/** Why this agent, and why none of the others, line by line. */
export function explainRanking(decision: RankingDecision): readonly string[] {
  const { ranked, refused, degraded } = decision;
  if (degraded !== undefined)
    return [
      degradedHeadline(decision, degraded),
      `it needs: ${needs(decision)}`,
      ...degradedLines(degraded),
      ...refusedLines(refused),
      ...elsewhereLine(decision),
    ];
  return [
    headline(decision),
    `it needs: ${needs(decision)}`,
    `weights: ${dimensions.map((name) => `${dimensionWords[name]} ${percent(decision.weightsBp[name])}`).join(', ')}`,
    ...decision.shifts.flatMap((shift) => shiftLine(shift, decision.rules)),
    ...decision.rules.map((outcome) => `  ${outcome.rule}: ${outcomeInWords(outcome)}`),
    ...ranked.slice(0, shownAgents).map(rankedLine),
    ...(ranked.length > shownAgents ? [`  … and ${ranked.length - shownAgents} more who can`] : []),
    ...tieLine(decision),
    ...refusedLines(refused),
    ...elsewhereLine(decision),
  ];
}

function shiftLine({ name, state }: ShiftState, rules: readonly RuleOutcome[]): string[] {
  if (state === 'notInForce') return [];
  if (state === 'refused') return [`  shift ${name}: refused, a weight would fall below zero`];
  const begins = rules.find(({ rule }) => rule === name)?.holds === true;
  return [`  shift ${name}: applied${begins ? '' : ', begun earlier and not yet ended by its until'}`];
}

function agentsInWords(count: number): string {
  return count === 1 ? '1 agent' : `${count} agents`;
}

function headline({ winner, ranked, refused, decidedBy, minimumScoreBp }: RankingDecision): string {
  if (winner === undefined)
    return `Nobody can take it: ${agentsInWords(refused.length)}, none both eligible and at least ${fraction(minimumScoreBp)}.`;
  if (ranked.length === 1)
    return `${winner} should take it: the only one of ${agentsInWords(refused.length + 1)} who can.`;
  return `${winner} should take it: best of ${ranked.length} who can, settled by ${decidedBy}.`;
}

function degradedHeadline({ winner, refused }: RankingDecision, degraded: Degraded): string {
  if (winner === undefined)
    return `Nobody can take it: ${agentsInWords(refused.length)} (degraded: none was scored).`;
  const by =
    degraded.by === 'lastRanking'
      ? `the last good ranking, ${degraded.ranking} at ${degraded.rankedAt}`
      : 'the longest idle in turn';
  return `${winner} should take it: first of ${degraded.agents.length} by ${by} (degraded: nobody was scored).`;
}

function degradedLines(degraded: Degraded): string[] {
  const { agents } = degraded;
  const lines =
    degraded.by === 'lastRanking'
      ? degraded.agents.map((agent) => agent)
      : degraded.agents.map(({ agent, idleSeconds, hadTurn }) => {
          const idle = idleSeconds === null ? 'idle time unknown' : `idle ${idleSeconds} s`;
          return `${agent} (${idle}${hadTurn ? ', has had a turn' : ''})`;
        });
  const leftOut = degraded.by === 'lastRanking' ? degraded.leftOut : [];
  return [
    ...lines.slice(0, shownAgents).map((line, index) => `  ${index + 1}. ${line}`),
    ...(agents.length > shownAgents ? [`  … and ${agents.length - shownAgents} more who can`] : []),
    ...(leftOut.length === 0
      ? []
      : [`left out of the last ranking, for they cannot take it now: ${leftOut.join(', ')}`]),
  ];
}

function needs({ requirements: { queue, skills, language } }: RankingDecision): string {
  const parts = [
    ...(queue === undefined ? [] : [`queue ${queue}`]),
    ...(skills.length === 0 ? [] : [`skill ${skills.join(' and ')}`]),
    ...(language === undefined ? [] : [`language ${language}`]),
  ];
  return parts.length === 0 ? 'nothing in particular' : parts.join(', ');
}

function rankedLine({ rank, agent, total, facts, contributions, tieBreak }: RankedAgent): string {
  const sum = dimensions.map((name) => {
    const { weightBp, attributeBp } = contributions[name];
    return `${fraction(weightBp)} × ${fraction(attributeBp)} ${dimensionWords[name]}`;
  });
  const keys = Object.entries(tieBreak).map(([name, key]) => tieBreakWords(name as TieBreak, key));
  const known = [...factWords(facts, contributions.historicalCsat.weightBp > 0), ...keys];
  const because = known.length === 0 ? '' : ` (${known.join(', ')})`;
  return `  ${rank}. ${agent} ${(total / WHOLE_BP ** 2).toFixed(4)} = ${sum.join(' + ')}${because}`;
}

function factWords({ agentSkills, csat, csatSurveys }: FactValues, counted: boolean): string[] {
  const skills = Object.entries((agentSkills ?? {}) as Record<string, number>);
  const known = skills.map(([name, proficiency]) => `${name} at ${proficiency}`);
  if (typeof csat !== 'number') return counted ? [...known, 'no surveys yet'] : known;
  const surveys =
    typeof csatSurveys === 'number' ? ` over ${csatSurveys} survey${csatSurveys === 1 ? '' : 's'}` : '';
  return [...known, `CSAT ${csat.toFixed(1)}${surveys}`];
}

function tieBreakWords(tieBreak: TieBreak, key: number | string | null): string {
  if (tieBreak === 'seededHash') return `hash ${String(key)}`;
  if (key === null) return tieBreak === 'longestIdle' ? 'idle time unknown' : 'handled none yet';
  if (tieBreak === 'fewestHandled') return `handled ${key}`;
  return tieBreak === 'longestIdle' ? `idle ${key} s` : `last handled ${key} s ago`;
}

function tieLine({ tieBreakPath }: RankingDecision): string[] {
  if (tieBreakPath.length < 2) return [];
  const [first, ...rest] = tieBreakPath;
  return [
    `tie: ${first!.left} equal on score${rest.map(({ by, left }) => ` → ${left} left after ${by}`).join('')}`,
  ];
}

function refusedLines(refused: readonly RefusedAgent[]): string[] {
  const byReason = Map.groupBy(refused, (one) => one.reason);
  return [...byReason].map(([reason, agents]) => {
    const names = agents.slice(0, 4).map(({ agent }) => agent);
    const more = agents.length > names.length ? ` and ${agents.length - names.length} more` : '';
    return `not ranked (${reason}): ${names.join(', ')}${more}`;
  });
}

function elsewhereLine({ elsewhere, requirements }: RankingDecision): string[] {
  if (elsewhere === undefined) return [];
  const does = elsewhere === 1 ? 'does' : 'do';
  return [`not asked: ${agentsInWords(elsewhere)} who ${does} not work the queue ${requirements.queue}`];
}

function percent(bp: number): string {
  return `${bp / 100} %`;
}

function fraction(bp: number): string {
  return (bp / WHOLE_BP).toFixed(4);
}
