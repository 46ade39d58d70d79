import type { Configuration } from '../engine/plugins/configuration.ts';
import { Secrets } from '../engine/plugins/environment.ts';
import { Lifecycle } from '../engine/plugins/lifecycle.ts';
import type { Policy } from '../engine/packs/policy.ts';
import { tokens, type Clock } from '../engine/ports.ts';
import type { Problem } from '../engine/problem.ts';
import { Runtime, type RuntimePolicies } from '../engine/runtime/runtime.ts';
import { Worker } from '../engine/runtime/sharing/worker.ts';
import type { SharedStore } from '../engine/sharedStore.ts';
import type { Taken } from '../engine/runtime/oversight.ts';
import type { RuntimeParts } from '../engine/runtime/parts.ts';
import { versionOf } from '../engine/runtime/policyVersions.ts';
import { stagesAtStart } from '../engine/stages/staging.ts';
import { stageText, type StagedPolicy } from '../engine/stages/stage.ts';
import { compose, type Composition, type Given } from './container.ts';
import { hidden, hiddenError } from './hidden.ts';
import { listPlugins } from './listPlugins.ts';
import { openConfiguration, type ConfiguredPolicy, type OpenOptions } from './openConfiguration.ts';
import { doorOf, partsTogether } from './parts.ts';
import type { MetricRegistry } from './service/metricRegistry.ts';
import { Service } from './service/service.ts';

/** What `signalbox run` is given. */
export interface RunOptions extends OpenOptions {
  /** Stops the run in good order. */
  readonly signal: AbortSignal;
  /** Told what the run is about: that it serves, and where. */
  readonly notice?: (notice: Notice) => void;
  /**
   * By which edits of rule files and the operator's instructions are looked for. Left out, edits are not, and instructions
   * at the start alone: so that nothing but what is told decides.
   */
  readonly oversight?: Clock;
}

/** Something a person may want to know, and need not mend. */
export interface Notice {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly message: string;
}

/** What a run came to. */
export interface RunSummary {
  /** Those that are listed, as they were at the end. */
  readonly policies: readonly StagedPolicy[];
  readonly events: number;
  readonly decisions: number;
  /** Decisions that could not be made, for a fault in the code that decides. */
  readonly undecided: number;
  /** Commands that failed, were refused, or of which it is not known whether they were done. */
  readonly deadCommands: number;
}

/**
 * Runs policies live, until every source has come to its end or the signal is aborted.
 * @throws ProblemError with everything that keeps it from starting, or what made it impossible to go on.
 */
export async function run(options: RunOptions): Promise<RunSummary> {
  const secrets = new Secrets();
  const told = (problem: Problem): void => options.problem(hidden(problem, secrets));
  try {
    const { configuration, folder, policies, given } = await openConfiguration(options, secrets, told);
    const order = await listPlugins(configuration, new Set(given.keys()), folder);
    const composition = compose(order, given, folder);
    const ownParts = runtimeParts(composition, configuration, told);
    const shared = sharedStoreOf(composition);
    const service = serviceOf(composition, configuration, given, ownParts);
    const lifecycle = new Lifecycle(ownParts.clock, configuration.runtime, told);
    try {
      await lifecycle.start(composition.made, options.signal);
    } catch (error) {
      // Told to stop while it starts, it has stopped in good order: what had begun is stopped.
      if (!options.signal.aborted) throw error;
      return nothingDone(policies);
    }
    try {
      const parts = service?.joined() ?? ownParts;
      const names = composition.made.map(({ name }) => name).join(', ');
      const versions = policies.map(({ read: { policy } }) => `${policy.name} (${policy.hash.slice(0, 12)})`);
      const message = `Started: ${versions.join(', ')}, with ${names}`;
      options.notice?.({ code: 'started', message });
      const deciding: RuntimePolicies = {
        policies: policies.map(({ read }) => versionOf(read)),
        seed: configuration.seed,
        overseen: {
          folders: policies.map((one) => one.folder),
          check: (policy, signal) => checkPolicy(composition, policy, signal),
          taken: (change) => options.notice?.(takenNotice(change)),
        },
      };
      if (shared !== undefined) {
        const { oversight, signal } = options;
        const worker = new Worker({
          ...{ shared, parts, policies: deciding, oversight },
          ...service?.shares,
        });
        await served(service, () => workTogether(worker, signal, service), options);
        return { ...nothingDone(policies), ...worker.counts };
      }
      const runtime = new Runtime(deciding, parts);
      await served(service, () => work(runtime, options, service), options);
      const { position: events, decision: decisions } = await parts.store.counters();
      const { dead: deadCommands } = await parts.store.depths();
      return { policies: runtime.policies, events, decisions, undecided: runtime.undecided, deadCommands };
    } finally {
      await lifecycle.stop();
    }
  } catch (error) {
    throw hiddenError(error, secrets);
  }
}

/** The store, where several workers share it. */
function sharedStoreOf({ made }: Composition): SharedStore | undefined {
  const plugin = made.find((one) => one.plugin.provides.includes(tokens.sharedStore));
  const shared = plugin?.instance.parts[tokens.sharedStore] as SharedStore | undefined;
  return shared?.shards === undefined ? undefined : shared;
}

/** What was taken in while it runs, in words. */
function takenNotice({ what, policy }: Taken): Notice {
  const { name, hash } = policy;
  const version = hash.slice(0, 12);
  switch (what) {
    case 'stage':
      return { code: 'stage-taken', message: `${name} is ${stageText(policy)} from now on` };
    case 'edit':
      return { code: 'edit-taken', message: `${name} was edited: version ${version} is at work from now on` };
    case 'mended':
      return { code: 'edit-taken', message: `${name} is right again: version ${version} goes on` };
  }
}

/** What a run came to that was told to stop before it began: nothing is known of its store. */
function nothingDone(policies: readonly ConfiguredPolicy[]): RunSummary {
  const hashes = new Map(policies.map(({ read: { policy } }) => [policy.name, policy.hash]));
  const staged = stagesAtStart([...hashes.keys()], []).map((one) => ({
    ...one,
    hash: hashes.get(one.name)!,
  }));
  return { policies: staged, events: 0, decisions: 0, undecided: 0, deadCommands: 0 };
}

/** What was taken in before something failed is decided and done all the same, unless the store is what failed. */
async function work(
  runtime: Runtime,
  { signal, oversight }: RunOptions,
  service: Service | undefined,
): Promise<void> {
  await runtime.resume();
  service?.started(runtime);
  const over = new AbortController();
  const overseeing = oversight && runtime.oversee(oversight, over.signal);
  try {
    await runtime.listen(signal);
  } finally {
    service?.stopping();
    over.abort(new Error('the run is over'));
    await overseeing;
    await runtime.drain();
  }
}

/** As one of several. */
async function workTogether(
  worker: Worker,
  signal: AbortSignal,
  service: Service | undefined,
): Promise<void> {
  service?.started();
  try {
    await worker.run(signal);
  } finally {
    service?.stopping();
  }
}

/** Serves for as long as the work takes. */
async function served(
  service: Service | undefined,
  work: () => Promise<void>,
  { notice }: RunOptions,
): Promise<void> {
  if (service === undefined) return work();
  try {
    notice?.({ code: 'serving', message: `Serving at ${await service.open()}` });
    await work();
  } finally {
    await service.close();
  }
}

/** What is served, where the configuration says so. */
function serviceOf(
  composition: Composition,
  { service: settings }: Configuration,
  given: Given,
  runtime: RuntimeParts,
): Service | undefined {
  if (settings === undefined) return undefined;
  const metrics = given.get(tokens.metrics) as MetricRegistry;
  const shared = sharedStoreOf(composition);
  return new Service({ settings, runtime, metrics, door: doorOf(composition), ...(shared && { shared }) });
}

/** What plugins find wrong with an edited policy, all together. */
async function checkPolicy(
  { made }: Composition,
  policy: Policy,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const found = made.map(async ({ instance }) => (await instance.checkPolicy?.(policy, signal)) ?? []);
  return (await Promise.all(found)).flat();
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
