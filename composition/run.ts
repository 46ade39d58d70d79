import type { Configuration } from '../engine/plugins/configuration.ts';
import { Secrets } from '../engine/plugins/environment.ts';
import { Lifecycle } from '../engine/plugins/lifecycle.ts';
import { tokens } from '../engine/ports.ts';
import type { Problem } from '../engine/problem.ts';
import { Runtime } from '../engine/runtime/runtime.ts';
import type { RuntimeParts } from '../engine/runtime/parts.ts';
import { compose, type Composition } from './container.ts';
import { hidden, hiddenError } from './hidden.ts';
import { listPlugins } from './listPlugins.ts';
import { openConfiguration, type OpenOptions } from './openConfiguration.ts';
import { partsTogether } from './parts.ts';

/** What `signalbox run` is given. */
export interface RunOptions extends OpenOptions {
  /** Stops the run in good order. */
  readonly signal: AbortSignal;
}

/** What a run came to. */
export interface RunSummary {
  readonly policy: { readonly name: string; readonly hash: string };
  readonly events: number;
  readonly decisions: number;
  /** Decisions that could not be made, for a fault in the code that decides. */
  readonly undecided: number;
  /** Commands that failed, or of which it is not known whether they were done. */
  readonly deadCommands: number;
}

/**
 * Runs a policy live, until every source has come to its end or the signal is aborted.
 * @throws ProblemError with everything that keeps it from starting, or what made it impossible to go on.
 */
export async function run(options: RunOptions): Promise<RunSummary> {
  const secrets = new Secrets();
  const told = (problem: Problem): void => options.problem(hidden(problem, secrets));
  try {
    const { configuration, folder, policy, given } = await openConfiguration(options, secrets, told);
    const order = await listPlugins(configuration, new Set(given.keys()), folder);
    const composition = compose(order, given, folder);
    const parts = runtimeParts(composition, configuration, told);
    const lifecycle = new Lifecycle(parts.clock, configuration.runtime, told);
    await lifecycle.start(composition.made, options.signal);
    try {
      const runtime = new Runtime({ policy, seed: configuration.seed }, parts);
      await work(runtime, options.signal);
      const { position: events, decision: decisions } = await parts.store.counters();
      const deadCommands = (await parts.store.dead()).length;
      const { undecided } = runtime;
      return { policy: { name: policy.name, hash: policy.hash }, events, decisions, undecided, deadCommands };
    } finally {
      await lifecycle.stop();
    }
  } catch (error) {
    throw hiddenError(error, secrets);
  }
}

/** What was taken in before something failed is decided and done all the same, unless the store is what failed. */
async function work(runtime: Runtime, signal: AbortSignal): Promise<void> {
  await runtime.resume();
  try {
    await runtime.listen(signal);
  } finally {
    await runtime.drain();
  }
}

/** @throws ProblemError where the parts cannot work together. */
function runtimeParts(
  composition: Composition,
  { runtime: settings }: Configuration,
  problem: (problem: Problem) => void,
): RuntimeParts {
  const parts = partsTogether(composition);
  const { get } = composition;
  const [store, clock, random] = [get(tokens.store), get(tokens.clock), get(tokens.random)];
  return { ...parts, store, clock, random, settings, problem };
}
