import { factCatalogue } from './catalogue.ts';
import type { FactDefinition } from './definition.ts';

/**
 * The facts nobody can know who has only these observed ones: the other observed facts, and what is derived from them.
 * @param carried observed facts that are written down where they are known.
 */
export function factsLacking(carried: readonly string[]): ReadonlySet<string> {
  const has = (name: string): boolean => carried.includes(name);
  return new Set(
    [...factCatalogue.values()].filter((fact) => !isKnowable(fact, has)).map(({ name }) => name),
  );
}

function isKnowable({ name, origin, restsOn }: FactDefinition, has: (name: string) => boolean): boolean {
  return origin === 'observed' ? has(name) : (restsOn ?? []).every(has);
}
