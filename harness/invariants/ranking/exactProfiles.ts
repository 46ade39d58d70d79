import { WHOLE_BP } from '../../../engine/basisPoints.ts';
import type { Agent } from '../../../engine/conversation/floor.ts';
import { refusal, type Requirements } from '../../../engine/decisions/ranking/eligibility.ts';
import { attributesBp, score } from '../../../engine/decisions/ranking/score.ts';
import type { Scoring } from '../../../engine/decisions/ranking/scoring.ts';
import type { PerDimension } from '../../../engine/decisions/ranking/weights.ts';

/** What an agent brings to a conversation. */
export type Profile = Pick<Agent, 'skills' | 'languages' | 'csat' | 'csatSurveys'>;

/** Profiles found for one threshold are enough at so many. */
const enough = 8;
const surveysOfMany = 1000;
const fractions = [1, 0.75, 0.5, 0.25, 0, 0.8, 0.6, 0.4, 0.2];

/**
 * Profiles of agents who score exactly the pack's threshold, found by solving for one attribute while the others are what
 * they often are; none where no agent can. Each is confirmed by the engine's own score.
 */
export function exactProfiles(
  pack: Scoring,
  weightsBp: PerDimension,
  wanted: Requirements,
): readonly Profile[] {
  const found: Profile[] = [];
  for (const profile of candidates(pack, weightsBp, wanted)) {
    const agent: Agent = {
      id: 'exact',
      status: pack.eligible.status[0]!,
      conversationsHandled: 0,
      ...profile,
    };
    if (refusal(agent, pack.eligible, wanted) !== undefined) continue;
    const { total } = score(weightsBp, attributesBp(pack, weightsBp, agent, wanted));
    if (total === pack.minimumScoreBp * WHOLE_BP) found.push(profile);
    if (found.length >= enough) break;
  }
  return found;
}

function* candidates(pack: Scoring, weightsBp: PerDimension, wanted: Requirements): Generator<Profile> {
  const { csat, maxProficiency, minimumScoreBp } = pack;
  const languages = wanted.language === undefined ? [{}] : [{ [wanted.language]: 5 }, {}];
  const skillsAt = (fraction: number): Record<string, number> =>
    Object.fromEntries(wanted.skills.map((skill) => [skill, fraction * maxProficiency]));
  const restWithout = (dimension: keyof PerDimension, profile: Profile): number => {
    const agent = { id: 'exact', status: 'IDLE', conversationsHandled: 0, ...profile } as const;
    const attributes = { ...attributesBp(pack, weightsBp, agent, wanted), [dimension]: 0 };
    return (minimumScoreBp * WHOLE_BP - score(weightsBp, attributes).total) / weightsBp[dimension];
  };
  for (const spoken of languages) {
    for (const fraction of fractions) {
      const asked = { languages: spoken, csat: fraction * csat.scaleMax, csatSurveys: 10 };
      if (weightsBp.proficiency > 0) {
        const neededBp = restWithout('proficiency', asked);
        yield { ...asked, skills: skillsAt(neededBp / WHOLE_BP) };
      }
      const skilled = { languages: spoken, skills: skillsAt(fraction) };
      yield skilled;
      if (weightsBp.historicalCsat > 0) {
        const neededBp = restWithout('historicalCsat', skilled);
        const sum = neededBp * (surveysOfMany + csat.priorWeight) - csat.priorWeight * csat.priorBp;
        const mean = (sum / surveysOfMany / WHOLE_BP) * csat.scaleMax;
        if (mean >= 0 && mean <= csat.scaleMax) yield { ...skilled, csat: mean, csatSurveys: surveysOfMany };
      }
    }
  }
}
