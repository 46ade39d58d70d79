import { dirname, resolve } from 'node:path';
import { requirePolicy, type ReadPolicy } from '../engine/decisions/loadPolicy.ts';
import type { Network } from '../engine/network.ts';
import { policiesTogether, type Policy } from '../engine/packs/policy.ts';
import type { Configuration } from '../engine/plugins/configuration.ts';
import type { Secrets } from '../engine/plugins/environment.ts';
import { tokens, type Clock, type Output, type RecordedEvents } from '../engine/ports.ts';
import { ProblemError, type Problem } from '../engine/problem.ts';
import type { RequestBudgets } from '../engine/requestBudget.ts';
import type { PolicyFolder } from '../engine/runtime/oversight.ts';
import type { Store } from '../engine/store.ts';
import { MemoryStore } from '../plugins/memory/memoryStore.ts';
import { readConfigurationFile, type ConfigurationFile } from './configurationFile.ts';
import type { Given } from './container.ts';
import { MetricRegistry } from './service/metricRegistry.ts';
import { policyFolder } from './policyFolder.ts';
import { systemClock } from './systemClock.ts';
import { systemNetwork } from './systemNetwork.ts';

/** Nobody to share a budget with. */
const alone: RequestBudgets = { budget: () => undefined };

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
  readonly policies: readonly ConfiguredPolicy[];
  /** The packs of all policies together. */
  readonly policy: Policy;
  readonly given: Given;
}

/** A policy that signalbox.yaml lists. */
export interface ConfiguredPolicy {
  readonly read: ReadPolicy;
  readonly folder: PolicyFolder;
}

/**
 * Reads signalbox.yaml and its policies.
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
  const policies = await configuredPolicies(configuration, folder);
  for (const { read } of policies) read.problems.forEach(told);
  const policy = policiesTogether(policies.map(({ read }) => read.policy));
  return { configuration, folder, policies, policy, given: givenParts(options, policy, secrets, told) };
}

/**
 * The policies that a configuration names, in that order.
 * @param folder that of signalbox.yaml.
 * @throws ProblemError with everything that is wrong with any: as `requirePolicy`; where there is no such folder, with
 * who names it.
 */
export async function configuredPolicies(
  { policies }: Configuration,
  folder: string,
): Promise<readonly ConfiguredPolicy[]> {
  const configured: ConfiguredPolicy[] = [];
  const problems: Problem[] = [];
  for (const written of policies) {
    try {
      const key = policies.length === 1 ? 'policy' : 'policies';
      configured.push(await configuredPolicy(written, key, folder));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return configured;
}

async function configuredPolicy(written: string, key: string, folder: string): Promise<ConfiguredPolicy> {
  const place = resolve(folder, written);
  try {
    // Before it is read: an edit meanwhile is then seen.
    const from = await policyFolder(place);
    return { read: await requirePolicy(place), folder: from };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const hint = `"${key}: ${written}" names it, from the folder of the configuration`;
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
    [tokens.requestBudgets, alone],
    [tokens.clock, options.clock ?? systemClock],
    [tokens.random, options.random ?? Math.random],
    [tokens.output, output],
    [tokens.problem, told],
    [tokens.metrics, new MetricRegistry()],
    [tokens.policy, policy],
    [tokens.network, options.network ?? systemNetwork],
    [tokens.recording, options.recording],
  ]);
}
