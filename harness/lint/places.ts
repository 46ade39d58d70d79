import type { Path } from '../../engine/conditions/check.ts';

/** Where a list of rules has the rule of a name; the list's own place when what it holds was left out and is a default. */
export function placeOfRule(content: unknown, list: Path, name: string): Path {
  const rules = partAt(content, list);
  if (!Array.isArray(rules)) return list;
  let places = placesByName.get(rules);
  if (places === undefined) {
    places = new Map(rules.map((rule: { readonly name: string }, place) => [rule.name, place]));
    placesByName.set(rules, places);
  }
  const place = places.get(name);
  return place === undefined ? list : [...list, place];
}

/** What has been looked up, by list: every rule of a long one is. */
const placesByName = new WeakMap<readonly unknown[], ReadonlyMap<string, number>>();

/** Where the comparisons of a condition are written, in the order its normal form has them. */
export function placesOfLeaves(content: unknown, path: Path): readonly Path[] {
  const node = partAt(content, path) as Readonly<Record<string, unknown>> | undefined;
  if (node === undefined) return [];
  if (typeof node['condition'] === 'string')
    return placesOfLeaves(content, ['conditions', node['condition']]);
  if ('not' in node) return placesOfLeaves(content, [...path, 'not']);
  for (const key of ['all', 'any']) {
    const parts = node[key];
    if (Array.isArray(parts))
      return parts.flatMap((_, place) => placesOfLeaves(content, [...path, key, place]));
  }
  return [path];
}

/** What stands at a path; undefined when nothing does. */
export function partAt(content: unknown, path: Path): unknown {
  return path.reduce(
    (node, step) => (node as Readonly<Record<string | number, unknown>> | undefined)?.[step],
    content,
  );
}
