import type { Policy } from '../../engine/packs/policy.ts';

/** Whether the policy has a pack of one of these kinds. */
export function hasPack({ packs }: Policy, ...kinds: readonly string[]): boolean {
  return packs.some(({ kind }) => kinds.includes(kind));
}

/** Whether a rule notifies somebody. */
export function notifies({ packs }: Policy): boolean {
  return holds(packs, (key) => key === 'notify');
}

/** Whether a rule notes something with a conversation. */
export function notesAttributes({ packs }: Policy): boolean {
  const reactions = packs.filter(({ kind }) => kind === 'Reactions');
  return holds(reactions, (key) => key === 'attributes');
}

/** Whether a condition reads a fact of such a name. */
export function reads({ packs }: Policy, facts: RegExp): boolean {
  return holds(packs, (key, value) => key === 'fact' && facts.test(String(value)));
}

/** Whether a rule is about what becomes of participants. */
export function usesParticipants({ packs }: Policy): boolean {
  return holds(
    packs,
    (key, value) => key === 'on' && occurrences(value).some((on) => /^participant\./.test(on)),
  );
}

/** Whether a rule is about what becomes of messages, or reads how many there are. */
export function usesMessages(policy: Policy): boolean {
  return hasPack(policy, 'DeliverySla') || reads(policy, /^(message|attachment)Count$/);
}

function occurrences(on: unknown): readonly string[] {
  return [on].flat().map(String);
}

function holds(node: unknown, isOne: (key: string, value: unknown) => boolean): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return Object.entries(node).some(([key, value]) => isOne(key, value) || holds(value, isOne));
}
