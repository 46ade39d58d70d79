import type { Network } from '../../engine/network.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import type { Dependencies } from '../../engine/plugins/plugin.ts';
import { sha256 } from '../../engine/canonical.ts';
import type { Clock } from '../../engine/ports.ts';
import { hasErrors, problemError, ProblemError, type Problem } from '../../engine/problem.ts';
import { pluginFailure } from '../../engine/plugins/lifecycle.ts';
import type { RequestBudgets } from '../../engine/requestBudget.ts';
import type { Acting } from './acting/acting.ts';
import { baseUrlAddress, regionAddress, type Address } from './client/address.ts';
import { GenesysClient, type SharedRequests } from './client/client.ts';
import type { Listening } from './listening/eventSource.ts';
import { GenesysError } from './genesysError.ts';
import { readAgents } from './reading/agents.ts';
import { checkIds } from './reading/checkIds.ts';
import { checkNames, checkQueues } from './reading/checkNames.ts';
import { readNames, type NameCatalogue } from './reading/names.ts';
import type { Reading } from './reading/reading.ts';
import type { GenesysConfiguration, OAuthClient } from './schema.ts';
import type { GenesysSettings } from './settings.ts';

/** What a session is made of. */
export interface SessionOptions {
  readonly configuration: GenesysConfiguration;
  readonly settings: GenesysSettings;
  /** Where a part of the configuration is written. */
  readonly place: Dependencies['place'];
  readonly clock: Clock;
  /** Evenly spread over 0 to 1. */
  readonly random: () => number;
  readonly policy: Policy;
  readonly network: Network;
  readonly requestBudgets: RequestBudgets;
  /** @param about the id of the conversation that it names, if any. */
  readonly problem: (problem: Problem, about?: string) => void;
}

/** What is known of the organisation once the session has started. */
interface Organisation {
  readonly names: NameCatalogue;
  /** Ids. */
  readonly queues: readonly string[];
  readonly agents: readonly string[];
}

/** Access to one organisation of Genesys Cloud, from logging in to the end. */
export class Session {
  readonly #options: SessionOptions;
  readonly #readingClient: GenesysClient;
  readonly #actingClient: GenesysClient;
  readonly #over = new AbortController();
  #organisation: Organisation | undefined;

  /** @throws ProblemError when the configuration names no place, or two. */
  constructor(options: SessionOptions) {
    const { configuration, settings, clock, random, network } = options;
    const address = addressOf(configuration, options.place);
    const clientOf = ({ clientId, clientSecret }: OAuthClient): GenesysClient =>
      new GenesysClient({
        ...{ address, clientId, clientSecret, clock, random },
        ...{ politeness: settings.politeness, fetch: network.fetch },
        ...this.#sharedRequests(address, clientId),
      });
    this.#options = options;
    this.#readingClient = clientOf(configuration);
    this.#actingClient =
      configuration.actingClient === undefined ? this.#readingClient : clientOf(configuration.actingClient);
  }

  /**
   * Logs in, reads names and members, and holds configuration and policy to them.
   * @throws ProblemError with every name and id that is wrong; GenesysError as `call` does.
   */
  async start(signal: AbortSignal): Promise<void> {
    const { configuration, settings, policy, place, problem } = this.#options;
    const manner = { lane: 'handoff', signal } as const;
    await this.#logIn(this.#readingClient, ['clientId'], signal);
    if (configuration.actingClient !== undefined)
      await this.#logIn(this.#actingClient, ['actingClient'], signal);
    const names = await readNames(this.#readingClient, manner);
    const reading = { genesys: this.#readingClient, names, settings: settings.reading, manner };
    const problems = [
      ...checkQueues(configuration, names, place),
      ...(await checkIds(reading, configuration, this.#options.clock.now(), place)),
      ...checkNames(policy, names),
    ];
    if (hasErrors(problems)) throw new ProblemError(problems);
    problems.forEach((one) => problem(one));
    const queues = (configuration.queues ?? names.all('queue')).map((name) => names.id('queue', name)!);
    const agents = (await readAgents(reading, queues)).flatMap(({ event }) =>
      event.type === 'agent.updated' ? [event.agent] : [],
    );
    this.#organisation = { names, queues, agents: [...new Set(agents)] };
  }

  /** Holds a policy that was edited to the names there are now, which count from then on: they may have been made for it. */
  async check(policy: Policy, signal: AbortSignal): Promise<readonly Problem[]> {
    const names = await readNames(this.#readingClient, { lane: 'bulk', signal });
    this.#organisation = { ...this.#started, names };
    return checkNames(policy, names);
  }

  stop(): Promise<void> {
    this.#over.abort(new Error('the plugin has stopped'));
    return Promise.resolve();
  }

  /** The clients it asks by, by what they are for; one alone where it does both. */
  get clients(): Readonly<Record<string, GenesysClient>> {
    const reading = { reading: this.#readingClient };
    return this.#actingClient === this.#readingClient ? reading : { ...reading, acting: this.#actingClient };
  }

  /** What it is listened with. */
  get listening(): Listening {
    const { configuration, settings, clock, random, network, problem } = this.#options;
    const { queues, agents } = this.#started;
    return {
      ...{ clock, random, problem, queues, agents },
      reading: this.browsing,
      settings: settings.listening,
      listen: configuration.listen ?? 'notifications',
      botFlows: configuration.botFlows ?? [],
      Socket: network.WebSocket,
    };
  }

  /** What facts are looked up with, for which a decision waits. */
  get looking(): Reading {
    return this.#reading('skills');
  }

  /** What is read with that nobody waits for in a hurry. */
  get browsing(): Reading {
    return this.#reading('bulk');
  }

  /** What is acted with. */
  get acting(): Acting {
    const { settings, clock, problem } = this.#options;
    return {
      problem,
      genesys: this.#actingClient,
      reading: this.#reading('skills'),
      clock,
      settings: settings.acting,
    };
  }

  /** A client that is not accepted is told with its place: there may be two. */
  async #logIn(client: GenesysClient, path: readonly string[], signal: AbortSignal): Promise<void> {
    try {
      await client.logIn(signal);
    } catch (error) {
      if (!(error instanceof GenesysError) || error.code !== 'genesys-credentials-rejected') throw error;
      const where = this.#options.place(path);
      throw new ProblemError(error.problems.map((problem) => ({ ...problem, ...where })));
    }
  }

  /** Whoever asks the same host by the same client shares one budget; the id is not to be read in another place. */
  #sharedRequests({ api }: Address, clientId: string): { readonly shared?: SharedRequests } {
    const { requestBudgets, problem } = this.#options;
    const budget = requestBudgets.budget(`genesys ${sha256(`${api} ${clientId}`).slice(0, 32)}`);
    if (budget === undefined) return {};
    const away = (error: unknown): void => {
      if (this.#over.signal.aborted) return;
      const what = 'the request budget that workers share cannot be asked: a tenth of it is used meanwhile';
      pluginFailure('genesys-budget-away', what, error, 'warning').forEach((one) => problem(one));
    };
    return { shared: { budget, away } };
  }

  #reading(lane: Reading['manner']['lane']): Reading {
    const { settings } = this.#options;
    const manner = { lane, signal: this.#over.signal };
    return { genesys: this.#readingClient, names: this.#started.names, settings: settings.reading, manner };
  }

  get #started(): Organisation {
    if (this.#organisation === undefined) throw new Error('the plugin has not started');
    return this.#organisation;
  }
}

/** Where the configuration says Genesys Cloud is. @throws ProblemError when it names no place, or two. */
export function addressOf({ region, baseUrl }: GenesysConfiguration, place: Dependencies['place']): Address {
  const given = [region, baseUrl].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw problemError(
      'genesys-no-place',
      given.length === 0 ? 'neither region nor baseUrl is given' : 'both region and baseUrl are given',
      { hint: 'give the region of the organisation, or the base URL of a sandbox or gateway', ...place([]) },
    );
  }
  try {
    return region === undefined ? baseUrlAddress(baseUrl!) : regionAddress(region);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const where = place([region === undefined ? 'baseUrl' : 'region']);
    throw new ProblemError(error.problems.map((problem) => ({ ...problem, ...where })));
  }
}
