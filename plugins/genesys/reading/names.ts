import type { CallManner, GenesysClient } from '../client/client.ts';
import { pages } from '../client/pages.ts';

/** What rule packs call by name and the platform by id. */
export type NameKind = 'skill' | 'language' | 'queue';

interface Named {
  readonly id?: string;
  readonly name?: string;
  readonly state?: string;
}

/** The names of an organisation's skills, languages and queues, both ways, as they were at one time. */
export class NameCatalogue {
  readonly #names: Record<NameKind, Map<string, string>> = newMaps();
  readonly #ids: Record<NameKind, Map<string, string>> = newMaps();

  /** What is deleted or has no name is left out; of two with one name, the active one counts. */
  constructor(named: Readonly<Record<NameKind, Iterable<Named>>>) {
    for (const kind of kinds) {
      for (const { id, name, state } of named[kind]) {
        if (id === undefined || name === undefined || state === 'deleted') continue;
        this.#names[kind].set(id, name);
        if (state === 'inactive' && this.#ids[kind].has(name)) continue;
        this.#ids[kind].set(name, id);
      }
    }
  }

  /** @returns undefined when the organisation has nothing of this name. */
  id(kind: NameKind, name: string): string | undefined {
    return this.#ids[kind].get(name);
  }

  /** @returns undefined when the catalogue has no such id: it is newer, or deleted. */
  name(kind: NameKind, id: string): string | undefined {
    return this.#names[kind].get(id);
  }

  /** Every name of a kind. */
  all(kind: NameKind): readonly string[] {
    return [...this.#ids[kind].keys()];
  }
}

const kinds = ['skill', 'language', 'queue'] as const;
const listings = {
  skill: 'getRoutingSkills',
  language: 'getRoutingLanguages',
  queue: 'getRoutingQueues',
} as const;

/**
 * Reads the names of all skills, languages and queues.
 * @throws GenesysError as `call` does.
 */
export async function readNames(genesys: GenesysClient, manner: CallManner): Promise<NameCatalogue> {
  const read = async (kind: NameKind): Promise<Named[]> => {
    const named: Named[] = [];
    const input = { params: { query: { pageSize: 100 } } };
    for await (const { data } of pages(genesys, listings[kind], input, manner)) {
      named.push(...(data.entities ?? []));
    }
    return named;
  };
  const [skill, language, queue] = await Promise.all([read('skill'), read('language'), read('queue')]);
  return new NameCatalogue({ skill, language, queue });
}

function newMaps(): Record<NameKind, Map<string, string>> {
  return { skill: new Map(), language: new Map(), queue: new Map() };
}
