import { dirname, resolve } from 'node:path';
import { requirePolicy } from '../engine/decisions/loadPolicy.ts';
import type { Network } from '../engine/network.ts';
import { readPackFiles } from '../engine/packs/folder.ts';
import type { Policy } from '../engine/packs/policy.ts';
import { readConfiguration, type Configuration } from '../engine/plugins/configuration.ts';
import type { Environment, Secrets } from '../engine/plugins/environment.ts';
import { tokens, type Clock, type Output, type RecordedEvents } from '../engine/ports.ts';
import { ProblemError, type Problem } from '../engine/problem.ts';
import { MemoryStore } from '../plugins/memory/memoryStore.ts';
import type { Given } from './container.ts';
import { systemClock } from './systemClock.ts';
import { systemNetwork } from './systemNetwork.ts';

/** What every command that works by signalbox.yaml is given. */
export interface OpenOptions {
  /** signalbox.yaml. */
  readonly file: string;
  readonly environment: Environment;
  readonly output: Output;
  readonly recording: (file: string) => RecordedEvents;
  /** Told of every problem that does not end the work; no value from the environment is in it. */
  readonly problem: (problem: Problem) => void;
  /** HTTP and WebSockets for plugins; left out, Node's own. */
  readonly network?: Network;
  /** Left out, the machine's, unless a plugin provides one. */
  readonly clock?: Clock;
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
  const { policy, problems } = await requirePolicy(resolve(folder, configuration.policy));
  problems.forEach(told);
  return { configuration, folder, policy, given: givenParts(options, policy, secrets, told) };
}

/** What there is without any plugin, by token. */
export function givenParts(
  { output, recording, network = systemNetwork, clock = systemClock }: OpenOptions,
  policy: Policy,
  secrets: Secrets,
  told: (problem: Problem) => void,
): Given {
  const hiding: Output = (text) => output(secrets.hide(text));
  return new Map<symbol, unknown>([
    [tokens.store, new MemoryStore()],
    [tokens.clock, clock],
    [tokens.random, Math.random],
    [tokens.output, hiding],
    [tokens.problem, told],
    [tokens.policy, policy],
    [tokens.network, network],
    [tokens.recording, recording],
  ]);
}

/** @throws ProblemError with everything that is wrong about signalbox.yaml. */
export async function readConfigurationFile(
  { file, environment }: Pick<OpenOptions, 'file' | 'environment'>,
  secrets: Secrets,
): Promise<Configuration> {
  const { sources, problems } = await readPackFiles([file]);
  const [source] = sources;
  if (source !== undefined) return readConfiguration(source, environment, secrets);
  const hint = 'name it with --config; docs/configuration.md shows one';
  throw new ProblemError(problems.map((problem) => ({ ...problem, hint })));
}
