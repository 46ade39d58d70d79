import { leavesOf } from '../../engine/conditions/condition.ts';
import type { SlaPolicy } from '../../engine/decisions/ranking/slaPolicy.ts';
import type { FactValue } from '../../engine/facts/definition.ts';
import { packCovering, type Policy } from '../../engine/packs/policy.ts';

/** Counts the service-level targets that come up and that no shift of a policy names. */
export class UnnamedTargets {
  readonly #policy: Policy;
  readonly #counts = new Map<string, number>();
  /** By target, queue and media type, whether the target is unnamed. */
  readonly #known = new Map<string, boolean>();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** A conversation of this queue was answered. */
  note(target: FactValue | undefined, queue: string, mediaType: FactValue | undefined): void {
    if (typeof target !== 'string') return;
    const media = mediaType as string | undefined;
    const key = JSON.stringify([target, queue, media]);
    let isUnnamed = this.#known.get(key);
    if (isUnnamed === undefined) {
      isUnnamed = isUnnamedTarget(this.#policy, target, queue, media);
      this.#known.set(key, isUnnamed);
    }
    if (isUnnamed) this.#counts.set(target, (this.#counts.get(target) ?? 0) + 1);
  }

  /** How often each came up. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}

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
