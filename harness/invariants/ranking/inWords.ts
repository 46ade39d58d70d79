import { WHOLE_BP } from '../../../engine/basisPoints.ts';
import type { Agent } from '../../../engine/conversation/floor.ts';
import { refusal } from '../../../engine/decisions/ranking/eligibility.ts';
import { attributesBp, score } from '../../../engine/decisions/ranking/score.ts';
import type { Scoring } from '../../../engine/decisions/ranking/scoring.ts';
import { dimensions, type PerDimension } from '../../../engine/decisions/ranking/weights.ts';
import type { Choice, Situation } from './chooser.ts';

/** A score as a fraction, four digits. */
export function scoreInWords(total: number): string {
  return (total / WHOLE_BP ** 2).toFixed(4);
}

export function weightsInWords(weightsBp: PerDimension): string {
  return dimensions.map((name) => `${name} ${weightsBp[name] / WHOLE_BP}`).join(', ');
}

/** What an agent is and brings, in a line: everything a choice may rest on. */
export function agentInWords(pack: Scoring, situation: Situation, agent: Agent): string {
  const { at, requirements, weightsBp } = situation;
  const gate = refusal(agent, pack.eligible, requirements);
  const { total } = score(weightsBp, attributesBp(pack, weightsBp, agent, requirements));
  const level = (held: Agent['skills'], name: string): string => `${name} ${held?.[name] ?? 'none'}`;
  const facts = [
    agent.status,
    ...requirements.skills.map((skill) => level(agent.skills, skill)),
    ...(requirements.language === undefined ? [] : [level(agent.languages, requirements.language)]),
    agent.csat === undefined
      ? 'no satisfaction known'
      : `satisfaction ${agent.csat} of ${agent.csatSurveys ?? 0} surveys`,
    agent.idleSince === undefined ? 'idle time not known' : `idle ${(at - agent.idleSince) / 1000} s`,
    `${agent.conversationsHandled} handled`,
  ];
  const short = total < pack.minimumScoreBp * WHOLE_BP ? ', below the minimum' : '';
  const standing = gate === undefined ? `scores ${scoreInWords(total)}${short}` : gate.reason;
  return `${agent.id}: ${facts.join(', ')} → ${standing}`;
}

/** A conversation and the agents there are. */
export function situationInWords(pack: Scoring, situation: Situation): readonly string[] {
  const { agents, conversation, requirements, weightsBp } = situation;
  const asked = [
    ...(requirements.skills.length === 0 ? ['no skill'] : requirements.skills),
    ...(requirements.language === undefined ? [] : [requirements.language]),
  ];
  return [
    `${conversation} in ${requirements.queue ?? 'no queue'} asks for ${asked.join(', ')}; weights: ${weightsInWords(weightsBp)}; minimum ${pack.minimumScoreBp / WHOLE_BP}`,
    ...agents.map((agent) => `  ${agentInWords(pack, situation, agent)}`),
  ];
}

export function winnerInWords({ winner, decidedBy }: Choice): string {
  return winner === undefined ? 'nobody wins' : `${winner} wins (${decidedBy})`;
}
