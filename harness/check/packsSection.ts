import type { Checked, Section } from './section.ts';

/** That every pack loads, which it does where a check has begun: what the policy holds. */
export function packsSection({ policy }: Checked): Section {
  const packs = [...policy.packs, ...policy.claims.map(({ pack }) => pack)].map(({ kind, name }) => ({
    kind,
    name,
  }));
  return {
    name: 'packs',
    summary: packs.map(({ kind, name }) => `${kind} ${name}`).join(', '),
    failures: [],
    lines: [],
    result: packs,
  };
}
