import { identity } from '../centre/identity.ts';
import type { Org } from './org.ts';

/** Something with a name in the org and an id in Genesys. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Things of one kind, found by either. */
export class Listing {
  readonly all: readonly Named[];
  readonly #byId: ReadonlyMap<string, Named>;
  readonly #byName: ReadonlyMap<string, Named>;

  constructor(kind: string, names: Iterable<string>) {
    this.all = [...new Set(names)].sort().map((name) => ({ id: identity(kind, name), name }));
    this.#byId = new Map(this.all.map((one) => [one.id, one]));
    this.#byName = new Map(this.all.map((one) => [one.name, one]));
  }

  withId(id: string): Named | undefined {
    return this.#byId.get(id);
  }

  named(name: string): Named | undefined {
    return this.#byName.get(name);
  }

  /** @throws Error when the org has none of this name. */
  idOf(name: string): string {
    const found = this.#byName.get(name);
    if (found === undefined) throw new Error(`the org has no ${name}`);
    return found.id;
  }
}

/** What an org is made of, by name and id. */
export class Directory {
  readonly organisation: Named;
  readonly division: Named;
  readonly queues: Listing;
  readonly users: Listing;
  readonly skills: Listing;
  readonly languages: Listing;
  readonly wrapUpCodes: Listing;
  readonly presences: Listing;
  /** The flow that messages meet first; its bot is one too. */
  readonly botFlowId: string;

  constructor({ scenario }: Org) {
    const { agents, queues, customers } = scenario;
    const { intents, languages } = customers;
    this.organisation = { id: identity('organisation', scenario.name), name: scenario.name };
    this.division = { id: identity('division', 'Home'), name: 'Home' };
    this.botFlowId = identity('flow', 'bot');
    this.queues = new Listing(
      'queue',
      queues.map(({ name }) => name),
    );
    this.users = new Listing(
      'user',
      agents.map(({ id }) => id),
    );
    this.skills = new Listing('skill', [
      ...agents.flatMap(({ skills }) => Object.keys(skills)),
      ...intents.flatMap(({ requiredSkills }) => requiredSkills),
    ]);
    this.languages = new Listing('language', [
      ...languages.map(({ name }) => name),
      ...agents.flatMap((agent) => Object.keys(agent.languages)),
    ]);
    this.wrapUpCodes = new Listing('wrapUpCode', ['Resolved', 'Follow-up', 'Transferred']);
    this.presences = new Listing('presence', ['Available', 'Busy', 'Away', 'Break', 'Offline', 'On Queue']);
  }
}
