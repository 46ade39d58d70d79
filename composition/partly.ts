import type { Given, ReadyPlugin } from './container.ts';

/**
 * The plugins that provide some of these, with all they need: for work that is no run, and makes no plugin that has no part
 * in it; so what is given anyway is taken from no plugin, unless it is among these.
 * @param order each after all it needs.
 */
export function pluginsProviding(
  order: readonly ReadyPlugin[],
  tokens: readonly symbol[],
  given: Given,
): readonly ReadyPlugin[] {
  const wanted = new Set(tokens);
  return order
    .toReversed()
    .filter(({ plugin }) => {
      const isWanted = plugin.provides.some((token) => wanted.has(token));
      if (isWanted) plugin.needs.filter((token) => !given.has(token)).forEach((token) => wanted.add(token));
      return isWanted;
    })
    .toReversed();
}
