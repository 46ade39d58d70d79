import type { Policy } from '../../engine/packs/policy.ts';

/** Whom the rules of a policy tell, each once. */
export function supervisorsOf(policy: Policy): ReadonlySet<string> {
  const found = new Set<string>();
  collect(policy.packs, found);
  return found;
}

function collect(node: unknown, found: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const { supervisor } = (key === 'notify' && typeof value === 'object' ? value : {}) as {
      readonly supervisor?: unknown;
    };
    if (typeof supervisor === 'string') found.add(supervisor);
    collect(value, found);
  }
}
