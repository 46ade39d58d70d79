/** Things that share the values of some dimensions. */
export interface Group<Thing> {
  readonly group: Readonly<Record<string, string>>;
  readonly things: Thing[];
}

/** @returns the groups, in the order in which their first thing comes; things without a value have none in the group. */
export function grouped<Thing>(
  things: Iterable<Thing>,
  dimensions: readonly string[],
  valueOf: (thing: Thing, dimension: string) => string | undefined,
): Group<Thing>[] {
  const groups = new Map<string, Group<Thing>>();
  for (const thing of things) {
    const pairs = dimensions.map((dimension) => [dimension, valueOf(thing, dimension)] as const);
    const known = pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
    const key = JSON.stringify(known);
    const found = groups.get(key) ?? { group: Object.fromEntries(known), things: [] };
    groups.set(key, found);
    found.things.push(thing);
  }
  return [...groups.values()];
}
