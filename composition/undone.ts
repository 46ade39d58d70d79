import type { CommandKind } from '../engine/decisions/record.ts';
import type { Finding } from '../engine/plugins/finding.ts';
import type { Policy } from '../engine/packs/policy.ts';
import type { PluginParts } from './parts.ts';

/** What rules ask of plugins by a key of its own, and the bundled plugin that does it. */
const asked: readonly { readonly key: string; readonly kind: CommandKind; readonly hint: string }[] = [
  {
    key: 'notify',
    kind: 'do notify',
    hint: 'list the plugin email, or give acting.fromAddress of the plugin genesys',
  },
  { key: 'webhook', kind: 'do webhook', hint: 'list the plugin webhook' },
  { key: 'crm', kind: 'do crm', hint: 'list the plugin crm' },
];

/** What rules of a policy ask for, and no plugin that is listed does. */
export function undone(
  { packs }: Pick<Policy, 'packs'>,
  { actors, batchActors }: Pick<PluginParts, 'actors' | 'batchActors'>,
): readonly Finding[] {
  const done = new Set([...actors, ...batchActors].flatMap(({ part }) => part.does));
  return asked
    .filter(({ key, kind }) => !done.has(kind) && hasKey(packs, key))
    .map(({ kind, hint }): Finding => {
      const what = `rules ask for "${kind}", and no plugin that is listed does it`;
      return { what, status: 'warning', hint };
    });
}

function hasKey(node: unknown, key: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return Object.entries(node).some(([name, value]) => name === key || hasKey(value, key));
}
