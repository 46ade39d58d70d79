import type { SkillMapping } from '../../engine/decisions/skills/skillMapping.ts';
import type { Pack } from '../../engine/packs/packKind.ts';
import type { Policy } from '../../engine/packs/policy.ts';

/** Names that a policy's rules know: what cases are made of. */
export interface Vocabulary {
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  /** A queue the pack is for, and one it is perhaps not. */
  readonly queue: string;
}

/** As many as make a case; more would only make it longer. */
const most = 2;

/** @param pack whose conversations are meant. */
export function vocabularyOf(policy: Policy, pack: Pack): Vocabulary {
  const mappings = policy.packs.filter((one): one is SkillMapping => one.kind === 'SkillMapping');
  const given = mappings.flatMap(({ mappings: all, otherwise }) => [
    ...all.map(({ assign }) => assign),
    ...(otherwise === undefined ? [] : [otherwise.assign]),
  ]);
  const skills = new Set([...given.flatMap((assign) => assign.skills), 'Cards', 'Loans']);
  const languages = new Set([...given.flatMap(({ language }) => language ?? []), 'English', 'Spanish']);
  return {
    skills: [...skills].slice(0, most),
    languages: [...languages].slice(0, most),
    queue: pack.appliesTo.queues?.[0] ?? 'Service',
  };
}
