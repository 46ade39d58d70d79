import { dirname, resolve } from 'node:path';
import { requirePolicy, type LoadedPolicy } from '../engine/decisions/loadPolicy.ts';
import type { Network } from '../engine/network.ts';
import type { Policy } from '../engine/packs/policy.ts';
import type { Configuration } from '../engine/plugins/configuration.ts';
import type { Secrets } from '../engine/plugins/environment.ts';
import { tokens, type Clock, type Output, type RecordedEvents } from '../engine/ports.ts';
import { ProblemError, type Problem } from '../engine/problem.ts';
import type { Store } from '../engine/store.ts';
import { MemoryStore } from '../plugins/memory/memoryStore.ts';
import { readConfigurationFile, type ConfigurationFile } from './configurationFile.ts';
import type { Given } from './container.ts';
import { systemClock } from './systemClock.ts';
import { systemNetwork } from './systemNetwork.ts';

/** What every command that works by signalbox.yaml is given. */
export interface OpenOptions extends ConfigurationFile {
  readonly output: Output;
  readonly recording: (file: string) => RecordedEvents;
  /** Told of every problem that does not end the work; no value from the environment is in it. */
  readonly problem: (problem: Problem) => void;
  /** HTTP and WebSockets for plugins; left out, Node's own. */
  readonly network?: Network;
  /** Left out, the machine's, unless a plugin provides one. */
  readonly clock?: Clock;
  /** Evenly spread over 0 to 1; left out, the machine's. */
  readonly random?: () => number;
  /** Left out, one in memory, unless a plugin provides one. */
  readonly store?: Store;
}

/** What signalbox.yaml says, and what there is without any plugin. */
export interface OpenedConfiguration {
  readonly configuration: Configuration;
  /** That of signalbox.yaml. */
  readonly folder: string;
  readonly policy: Policy;
  readonly given: Given;
}

/**
 * Reads signalbox.yaml and its policy.
 * @param secrets told of every value that came from the environment.
 * @param told as `options.problem`, with those values hidden.
 * @throws ProblemError with everything that is wrong.
 */
export async function openConfiguration(
  options: OpenOptions,
  secrets: Secrets,
  told: (problem: Problem) => void,
): Promise<OpenedConfiguration> {
  const configuration = await readConfigurationFile(options, secrets);
  const folder = dirname(resolve(options.file));
  const { policy, problems } = await configuredPolicy(configuration, folder);
  problems.forEach(told);
  return { configuration, folder, policy, given: givenParts(options, policy, secrets, told) };
}

/**
 * The policy that a configuration names.
 * @param folder that of signalbox.yaml.
 * @throws ProblemError as `requirePolicy`; where there is no such folder, with who names it.
 */
export async function configuredPolicy(configuration: Configuration, folder: string): Promise<LoadedPolicy> {
  try {
    return await requirePolicy(resolve(folder, configuration.policy));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const hint = `"policy: ${configuration.policy}" names it, from the folder of the configuration`;
    const isElsewhere = ({ code }: Problem): boolean => code === 'not-found' || code === 'not-a-folder';
    throw new ProblemError(
      error.problems.map((problem) => (isElsewhere(problem) ? { hint, ...problem } : problem)),
    );
  }
}

/** What there is without any plugin, by token. */
export function givenParts(
  options: OpenOptions,
  policy: Policy,
  secrets: Secrets,
  told: (problem: Problem) => void,
): Given {
  const output: Output = (text) => options.output(secrets.hide(text));
  return new Map<symbol, unknown>([
    [tokens.store, options.store ?? new MemoryStore()],
    [tokens.clock, options.clock ?? systemClock],
    [tokens.random, options.random ?? Math.random],
    [tokens.output, output],
    [tokens.problem, told],
    [tokens.policy, policy],
    [tokens.network, options.network ?? systemNetwork],
    [tokens.recording, options.recording],
  ]);
}
