import { atTheDoor } from '../engine/door/event.ts';
import { Floor } from '../engine/conversation/floor.ts';
import { factsLacking } from '../engine/facts/lacking.ts';
import { Secrets } from '../engine/plugins/environment.ts';
import { Lifecycle } from '../engine/plugins/lifecycle.ts';
import { tokens } from '../engine/ports.ts';
import { problemError, type Problem } from '../engine/problem.ts';
import { listenToAll } from '../engine/runtime/listening.ts';
import { compose } from './container.ts';
import { hidden, hiddenError } from './hidden.ts';
import { listPlugins } from './listPlugins.ts';
import { openConfiguration, type OpenOptions } from './openConfiguration.ts';
import { doorOf, listeningParts } from './parts.ts';
import { pluginsProviding } from './partly.ts';
import { SimulationService, type FairnessOf, type SimulationParts } from './service/simulation.ts';
import type { WebSettings } from './service/webService.ts';

/** Who is told where it is served. */
type Serving = (url: string) => void;

/** Serves simulations until the signal is aborted. @throws ProblemError when the address may not, or cannot, be had. */
export async function serveSimulations(
  parts: SimulationParts,
  signal: AbortSignal,
  serving: Serving,
): Promise<void> {
  const service = new SimulationService(parts);
  try {
    serving(await service.open());
    if (!signal.aborted)
      await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  } finally {
    await service.close();
  }
}

/** What `signalbox serve` with live sources is given. */
export interface ServeOptions extends OpenOptions {
  /** Where; whoever has a token of the configuration's `service` may ask. */
  readonly settings: WebSettings;
  readonly fairness: FairnessOf;
  readonly signal: AbortSignal;
  readonly serving: Serving;
}

/**
 * Serves simulations with agents as the sources of signalbox.yaml tell of them, until the signal is aborted. Nothing is
 * decided about real conversations, and no plugin is made that does anything.
 * @throws ProblemError with everything that keeps it from starting, or why a source could not go on.
 */
export async function serveLive(options: ServeOptions): Promise<void> {
  const { settings, fairness, signal, serving } = options;
  const secrets = new Secrets();
  const problem = (one: Problem): void => options.problem(hidden(one, secrets));
  try {
    const { configuration, folder, policies, policy, given } = await openConfiguration(
      options,
      secrets,
      problem,
    );
    if (policies.length > 1)
      throw problemError('several-policies', 'a simulation is by one policy, and several are listed', {
        hint: 'give a configuration that lists one',
      });
    const judged = fairness(policy);
    const order = await listPlugins(configuration, new Set(given.keys()), folder);
    const composition = compose(
      pluginsProviding(order, [tokens.eventSource, tokens.clock], given),
      given,
      folder,
    );
    const { sources } = listeningParts(composition);
    const clock = composition.get(tokens.clock);
    const lifecycle = new Lifecycle(clock, configuration.runtime, problem);
    await lifecycle.start(composition.made, signal);
    const over = new AbortController();
    try {
      const floor = new Floor({ keepsAges: true });
      // What is not said to be told may be told.
      const carriesAll = sources.some(({ part }) => part.carries === undefined);
      const carries = sources.flatMap(({ part }) => part.carries ?? []);
      const until = AbortSignal.any([signal, over.signal]);
      const listening = listenToAll(
        { sources, clock, settings: configuration.runtime, problem },
        {
          cursor: () => Promise.resolve(undefined),
          take: (_from, { events }) => {
            // Nothing is kept beyond the floor, which holds no customer's words.
            for (const { event } of events) floor.fold(atTheDoor(event, undefined));
            return Promise.resolve();
          },
        },
        until,
      );
      const failed = listening.catch((error: unknown) => {
        over.abort();
        throw error;
      });
      failed.catch(() => undefined);
      const { service } = configuration;
      await serveSimulations(
        {
          settings: { ...settings, tokens: [...settings.tokens, ...(service?.tokens ?? [])] },
          agentsAt: () =>
            Promise.resolve({
              floor: floor.state(),
              at: clock.now(),
              lacking: carriesAll ? new Set<string>() : factsLacking(carries),
            }),
          ...{ policy, seed: configuration.seed, fairness: judged, door: doorOf(composition), problem },
        },
        until,
        serving,
      );
      await failed;
    } finally {
      over.abort();
      await lifecycle.stop();
    }
  } catch (error) {
    throw hiddenError(error, secrets);
  }
}
