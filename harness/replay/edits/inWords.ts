import type { SingleEdit } from './difference.ts';

/** Longer texts are cut: a place is named beside them. */
const longestText = 60;

/** A single edit of a pack in an analyst's words, without the rule it is in. */
export function editInWords({ kind, trail, before, after, within }: SingleEdit): string {
  const rest = ruleOf(trail)?.rest ?? trail;
  if (rest.length === 0 && kind === 'moved')
    return `moved from place ${(before as number) + 1} to ${(after as number) + 1}`;
  if (rest.length === 0 && kind !== 'changed') return kind === 'added' ? 'is new' : 'was removed';
  const { fact, operator } = (within ?? {}) as { readonly fact?: unknown; readonly operator?: unknown };
  const isCompared = typeof fact === 'string' && typeof operator === 'string' && rest.at(-1) === 'value';
  // Places in lists say nothing.
  const field = isCompared ? `${fact} ${operator}` : rest.filter((key) => !/^\d+$/.test(key)).join('.');
  if (kind === 'moved') return `${field} in another order`;
  if (kind === 'added') return `${field}: ${shown(after)} is new`;
  if (kind === 'removed') return `${field}: ${shown(before)} was removed`;
  return `${field} ${shown(before)} → ${shown(after)}`;
}

/** The rule an edit is in, and where in that rule; undefined when it is in none. */
export function ruleOf(
  trail: readonly string[],
): { readonly rule: string; readonly rest: readonly string[] } | undefined {
  const depth = ruleLists[trail[0] ?? ''];
  const rule = depth === undefined ? undefined : trail[depth];
  return rule === undefined ? undefined : { rule, rest: trail.slice(depth! + 1) };
}

/** Where packs keep what has a name, and how deep in it the names are. */
const ruleLists: Readonly<Record<string, number>> = {
  mappings: 1,
  headStarts: 1,
  shifts: 1,
  reactions: 1,
  conditions: 1,
  triggers: 2,
  guards: 2,
};

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
