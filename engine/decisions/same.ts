import { canonicalJson } from '../canonical.ts';
import type { Policy } from '../packs/policy.ts';
import { decisionPoints, type DecisionPoint } from './record.ts';

/** The kinds of pack that a decision rests on, those of earlier decisions it builds on included. */
const restsOn: Readonly<Record<DecisionPoint, readonly string[]>> = {
  skills: ['SkillMapping'],
  order: ['SkillMapping', 'QueueOrder'],
  ranking: ['SkillMapping', 'Scoring', 'SlaPolicy'],
  handoff: ['Handoff'],
  delivery: ['DeliverySla'],
  reaction: ['SkillMapping', 'QueueOrder', 'Scoring', 'SlaPolicy', 'Handoff', 'DeliverySla', 'Reactions'],
};

/** The points at which two policies decide alike whatever happens, because all that counts there is the same in both. */
export function samePoints(one: Policy, other: Policy): ReadonlySet<DecisionPoint> {
  const packs = (policy: Policy, kinds: readonly string[]): string =>
    canonicalJson(policy.packs.filter(({ kind }) => kinds.includes(kind)));
  return new Set(
    decisionPoints.filter((point) => packs(one, restsOn[point]) === packs(other, restsOn[point])),
  );
}
