import { dirname, resolve } from 'node:path';
import { readPackFiles } from '../engine/packs/folder.ts';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import { checkParts, type PlacedPart } from '../engine/plugins/checkParts.ts';
import { readConfiguration, type Configuration } from '../engine/plugins/configuration.ts';
import { Secrets, type Environment } from '../engine/plugins/environment.ts';
import { Lifecycle } from '../engine/plugins/lifecycle.ts';
import type { Network } from '../engine/network.ts';
import { tokens, type Clock, type Output, type RecordedEvents, type Token } from '../engine/ports.ts';
import { problemError, ProblemError, type Problem } from '../engine/problem.ts';
import { Runtime } from '../engine/runtime/runtime.ts';
import type { RuntimeParts } from '../engine/runtime/parts.ts';
import { MemoryStore } from '../plugins/memory/memoryStore.ts';
import { compose, type Composition, type Given } from './container.ts';
import { listPlugins } from './listPlugins.ts';
import { hidden, hiddenError } from './hidden.ts';
import { systemClock } from './systemClock.ts';
import { systemNetwork } from './systemNetwork.ts';

/** What `signalbox run` is given. */
export interface RunOptions {
  /** signalbox.yaml. */
  readonly file: string;
  readonly environment: Environment;
  readonly output: Output;
  readonly recording: (file: string) => RecordedEvents;
  /** Told of every problem that does not end the run; no value from the environment is in it. */
  readonly problem: (problem: Problem) => void;
  /** Stops the run in good order. */
  readonly signal: AbortSignal;
  /** HTTP and WebSockets for plugins; left out, Node's own. */
  readonly network?: Network;
  /** Left out, the machine's, unless a plugin provides one. */
  readonly clock?: Clock;
}

/** What a run came to. */
export interface RunSummary {
  readonly policy: { readonly name: string; readonly hash: string };
  readonly events: number;
  readonly decisions: number;
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
    const configuration = await readFile(options, secrets);
    const folder = dirname(resolve(options.file));
    const { policy, problems } = await requirePolicy(resolve(folder, configuration.policy));
    problems.forEach(told);
    const output: Output = (text) => options.output(secrets.hide(text));
    const given: Given = new Map<symbol, unknown>([
      [tokens.store, new MemoryStore()],
      [tokens.clock, options.clock ?? systemClock],
      [tokens.random, Math.random],
      [tokens.output, output],
      [tokens.problem, told],
      [tokens.policy, policy],
      [tokens.network, options.network ?? systemNetwork],
      [tokens.recording, options.recording],
    ]);
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
      return { policy: { name: policy.name, hash: policy.hash }, events, decisions, deadCommands };
    } finally {
      await lifecycle.stop();
    }
  } catch (error) {
    throw hiddenError(error, secrets);
  }
}

/** What a run came to, for people. */
export function runText({ policy, events, decisions, deadCommands }: RunSummary): string {
  const count = (number: number): string => number.toLocaleString('en-US');
  return [
    `Stopped in good order: ${count(events)} events taken in, ${count(decisions)} decisions by ${policy.name} (${policy.hash.slice(0, 12)}).`,
    ...(deadCommands === 0 ? [] : [`${count(deadCommands)} commands failed or are not known to be done.`]),
  ].join('\n');
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

async function readFile({ file, environment }: RunOptions, secrets: Secrets): Promise<Configuration> {
  const { sources, problems } = await readPackFiles([file]);
  const [source] = sources;
  if (source !== undefined) return readConfiguration(source, environment, secrets);
  const hint = 'name it with --config; docs/configuration.md shows one';
  throw new ProblemError(problems.map((problem) => ({ ...problem, hint })));
}

/** @throws ProblemError where the parts cannot work together. */
function runtimeParts(
  { made, get }: Composition,
  { runtime: settings }: Configuration,
  problem: (problem: Problem) => void,
): RuntimeParts {
  const all = <Part>(token: Token<Part>): readonly PlacedPart<Part>[] =>
    made.flatMap(({ name, where, plugin, instance }) =>
      plugin.provides.includes(token) ? [{ name, where, part: instance.parts[token] as Part }] : [],
    );
  const several = {
    sources: all(tokens.eventSource),
    providers: all(tokens.factProvider),
    actors: all(tokens.actor),
    sinks: all(tokens.sink),
  };
  const problems = checkParts(several);
  if (problems.length > 0) throw new ProblemError(problems);
  if (several.sources.length === 0) {
    const hint = 'list a plugin that provides events, such as recording';
    throw problemError('no-events', 'no plugin that is listed tells of events', { hint });
  }
  const [store, clock, random] = [get(tokens.store), get(tokens.clock), get(tokens.random)];
  return { ...several, store, clock, random, settings, problem };
}
