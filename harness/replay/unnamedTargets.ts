import { leavesOf } from '../../engine/conditions/condition.ts';
import type { SlaPolicy } from '../../engine/decisions/ranking/slaPolicy.ts';
import { packCovering, type Policy } from '../../engine/packs/policy.ts';

/**
 * Whether a queue's service-level target is one that no shift of the policy names, so that whoever wrote the shifts may
 * think it is looked after when it is not.
 */
export function isUnnamedTarget(
  policy: Policy,
  target: string,
  queue: string,
  mediaType: string | undefined,
): boolean {
  const pack = packCovering(policy, 'SlaPolicy', queue, mediaType) as SlaPolicy | undefined;
  if (pack === undefined) return false;
  const leaves = pack.shifts.flatMap(({ when }) => leavesOf(when)).filter(({ fact }) => fact === 'slaTarget');
  // A shift for all targets but some names every other one.
  const isOpen = leaves.some(({ operator }) => operator === 'notEqual' || operator === 'notIn');
  return leaves.length > 0 && !isOpen && !leaves.some(({ value }) => [value].flat().includes(target));
}
