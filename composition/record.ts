import type { RoutingEvent } from '../engine/conversation/events.ts';
import { atTheDoor } from '../engine/door/event.ts';
import { Pseudonyms } from '../engine/door/pseudonym.ts';
import type { Handoff } from '../engine/decisions/handoff/handoff.ts';
import type { Policy } from '../engine/packs/policy.ts';
import { Secrets } from '../engine/plugins/environment.ts';
import { Lifecycle } from '../engine/plugins/lifecycle.ts';
import { tokens, type EventBatch } from '../engine/ports.ts';
import { ProblemError, type Problem } from '../engine/problem.ts';
import { listenToAll } from '../engine/runtime/listening.ts';
import { LookUps } from '../engine/runtime/lookUps.ts';
import { compose } from './container.ts';
import { hidden, hiddenError } from './hidden.ts';
import { listPlugins } from './listPlugins.ts';
import { openConfiguration, type OpenOptions } from './openConfiguration.ts';
import { listeningParts } from './parts.ts';
import { pluginsProviding } from './partly.ts';

/** What `signalbox record` is given. */
export interface RecordOptions extends OpenOptions {
  /** Ends the recording in good order. */
  readonly signal: AbortSignal;
  /** How long to listen, in seconds of the plugins' clock; left out, until the sources end. */
  readonly forSeconds?: number;
  /** The key of pseudonyms; asked for only where a source gives none itself. */
  readonly key: () => Promise<string>;
  /**
   * Takes what happened, pseudonymous and masked.
   * @param place of an event among all, in the order they became known; facts looked up for it have its place too.
   */
  readonly take: (place: number, events: readonly RoutingEvent[]) => void;
}

/** What was listened to. */
export interface Listened {
  /** The plugins that told events. */
  readonly sources: readonly string[];
  /** The observed facts that sources and providers say they tell; what a source tells that does not say is not among them. */
  readonly carries: readonly string[];
  /** Why it ended before it should. */
  readonly failure?: ProblemError;
}

/**
 * Has the sources of signalbox.yaml tell what happens, and the providers all they know of it, until every source has come
 * to its end, the time is over or the signal is aborted. Nothing is decided, and no plugin is made that does neither.
 * @throws ProblemError with everything that keeps it from starting.
 */
export async function record(options: RecordOptions): Promise<Listened> {
  const secrets = new Secrets();
  const told = (problem: Problem): void => options.problem(hidden(problem, secrets));
  try {
    const { configuration, folder, policy, given } = await openConfiguration(options, secrets, told);
    const order = await listPlugins(configuration, new Set(given.keys()), folder);
    const listening = pluginsProviding(order, [tokens.eventSource, tokens.factProvider, tokens.clock], given);
    const composition = compose(listening, given, folder);
    const { sources, providers } = listeningParts(composition);
    const { runtime: settings } = configuration;
    const clock = composition.get(tokens.clock);
    const lifecycle = new Lifecycle(clock, settings, told);
    await lifecycle.start(composition.made, options.signal);
    try {
      const trusted = new Set(sources.flatMap(({ name, part }) => (part.givesPseudonyms ? [name] : [])));
      const pseudonyms = trusted.size < sources.length ? new Pseudonyms(await options.key()) : undefined;
      const lookUps = new LookUps({ providers, clock, settings, problem: told }, targetsOf(policy));
      let place = 0;
      const take = (from: string, { events }: EventBatch): Promise<void> => {
        const door = trusted.has(from) ? undefined : pseudonyms;
        for (const observed of events) {
          observed.problems?.forEach(told);
          const own = place++;
          lookUps.take(observed, (all) =>
            options.take(
              own,
              all.map((one) => atTheDoor(one, door)),
            ),
          );
        }
        return Promise.resolve();
      };
      const failure = await listenFor(options, clock, (signal) =>
        listenToAll(
          { sources, clock, settings, problem: told },
          { cursor: () => Promise.resolve(undefined), take },
          signal,
        ),
      );
      await lookUps.idle();
      const carries = [
        ...sources.flatMap(({ part }) => part.carries ?? []),
        ...providers.flatMap(({ part }) => part.facts),
      ];
      return {
        sources: sources.map(({ name }) => name),
        carries: [...new Set(carries)],
        ...(failure === undefined
          ? {}
          : { failure: new ProblemError(failure.problems.map((one) => hidden(one, secrets))) }),
      };
    } finally {
      await lifecycle.stop();
    }
  } catch (error) {
    throw hiddenError(error, secrets);
  }
}

/** Queues that bots may hand over to by the policy: its guards read their facts before anything is queued there. */
function targetsOf({ packs }: Policy): readonly string[] {
  return packs.flatMap((pack) => (pack.kind === 'Handoff' ? [(pack as Handoff).target.queue] : []));
}

/** @returns why a source could not go on; what was told before is whole all the same. */
async function listenFor(
  { signal, forSeconds }: RecordOptions,
  clock: { sleep(milliseconds: number, signal: AbortSignal): Promise<void> },
  listen: (signal: AbortSignal) => Promise<void>,
): Promise<ProblemError | undefined> {
  const done = new AbortController();
  const over = new AbortController();
  if (forSeconds !== undefined)
    clock.sleep(forSeconds * 1000, done.signal).then(
      () => over.abort(new Error('the time is over')),
      () => undefined,
    );
  try {
    await listen(AbortSignal.any([signal, over.signal]));
    return undefined;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  } finally {
    done.abort();
  }
}
