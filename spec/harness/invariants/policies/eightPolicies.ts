import { packNamed } from '../../../../engine/packs/policy.ts';
import type { Scoring } from '../../../../engine/decisions/ranking/scoring.ts';
import { packChooser, type Chooser } from '../../../../harness/invariants/ranking/chooser.ts';
import { header, rightPolicy } from '../../../engine/policyText.ts';
import { bandRule, loadRule, maxRule, minMaxRule, seedRule } from './rules.ts';
import { standIn } from './standIn.ts';

export const policyNames = ['SEED', 'MAX', 'HASH', 'BAND', 'BUCKET', 'MINMAX', 'LIS', 'LOAD'] as const;
export type PolicyName = (typeof policyNames)[number];

/** The numbers all eight share; satisfaction counts most, so that 0.8 and 0.9 of it lie on two sides of a bucket's edge. */
const numbers = (minimumScore: number, factor = 1): string => `eligible: { requiredSkill: prefer }
weights: { proficiency: ${0.2 * factor}, languageMatch: ${0.2 * factor}, historicalCsat: ${0.6 * factor} }
minimumScore: ${minimumScore}
`;

/** What makes each of the three packs what it is. Those of one bucket are equals; with one bucket for all, all are. */
const packs = {
  HASH: 'bucket: 0\ntieBreak: [longestIdle, seededHash]\n',
  BUCKET: 'bucket: 0.1\ntieBreak: [longestIdle, seededHash]\n',
  LIS: 'bucket: 1\ntieBreak: [longestIdle, seededHash]\n',
};

/** What no pack has any business to express: by list order, by name, or by who else is there. */
const standIns = { SEED: seedRule, MAX: maxRule, BAND: bandRule, MINMAX: minMaxRule, LOAD: loadRule };

/** One of the eight policies of the literature's table. */
export function policyOf(name: PolicyName, minimumScore: number): Chooser {
  if (name in standIns)
    return standIn(scoringOf(packs.HASH, minimumScore), standIns[name as keyof typeof standIns]);
  const fields = packs[name as keyof typeof packs];
  return packChooser(scoringOf(fields, minimumScore), (factor) => scoringOf(fields, minimumScore, factor));
}

function scoringOf(fields: string, minimumScore: number, factor?: number): Scoring {
  const policy = rightPolicy(`${header('Scoring')}${numbers(minimumScore, factor)}${fields}`);
  return packNamed<Scoring>(policy, 'Scoring', 'spec');
}
