import { dirname, resolve } from 'node:path';
import { withinDeadline } from '../engine/deadline.ts';
import { policiesTogether, type Policy } from '../engine/packs/policy.ts';
import { Secrets } from '../engine/plugins/environment.ts';
import type { Configuration } from '../engine/plugins/configuration.ts';
import { findingOf, type Finding } from '../engine/plugins/finding.ts';
import type { MadePlugin } from '../engine/plugins/lifecycle.ts';
import { tokens, type Clock } from '../engine/ports.ts';
import { problemError, ProblemError, type Problem } from '../engine/problem.ts';
import { readConfigurationFile } from './configurationFile.ts';
import { compose } from './container.ts';
import { Findings, type PlacedFinding } from './findings.ts';
import { listPlugins } from './listPlugins.ts';
import { configuredPolicies, givenParts, type OpenOptions } from './openConfiguration.ts';
import { partsTogether } from './parts.ts';
import { undone } from './undone.ts';

/** How long a plugin's own diagnosis may take, in seconds. */
const mostSeconds = 120;

/** What `signalbox doctor` is given. */
export interface DiagnoseOptions extends Omit<OpenOptions, 'problem'> {
  readonly signal: AbortSignal;
}

/**
 * Looks at signalbox.yaml and all it names, as far as it can be gone; nothing is started and nothing changed. Never
 * rejects for what a user can mend: that is what it finds. No value from the environment is in what it says.
 */
export async function diagnose(options: DiagnoseOptions): Promise<readonly PlacedFinding[]> {
  const secrets = new Secrets();
  const findings = new Findings(secrets);
  const { file, signal } = options;
  const configuration = await findings.trying('configuration', () => readConfigurationFile(options, secrets));
  if (configuration === undefined) {
    findings.add('configuration', {
      ...{ what: 'policy and plugins could not be looked at', status: 'unverified' },
      hint: 'mend the configuration first',
    });
    return findings.all;
  }
  const what = `${file} is right, and every variable it names is set`;
  findings.add('configuration', { what, status: 'fine' });
  const folder = dirname(resolve(file));
  const policy = await diagnosePolicy(findings, configuration, folder);
  const problem = (one: Problem): void => findings.add('plugins', findingOf(one));
  const given = givenParts({ ...options, problem }, policy, secrets, problem);
  const composition = await findings.trying('plugins', async () => {
    const order = await listPlugins(configuration, new Set(given.keys()), folder);
    return compose(order, given, folder);
  });
  if (composition === undefined) return findings.all;
  const parts = await findings.trying('plugins', () => partsTogether(composition));
  for (const one of parts === undefined ? [] : undone(policy, parts)) findings.add('policy', one);
  const clock = composition.get(tokens.clock);
  for (const one of composition.made) await diagnosePlugin(findings, one, clock, signal);
  return findings.all;
}

/** @returns all policies together; what stands for them when one is wrong, so that plugins can be looked at all the same. */
async function diagnosePolicy(
  findings: Findings,
  configuration: Configuration,
  folder: string,
): Promise<Policy> {
  const loaded = await findings.trying('policy', () => configuredPolicies(configuration, folder));
  for (const { read } of loaded ?? []) {
    for (const problem of read.problems) findings.add('policy', findingOf(problem));
    const { name, packs } = read.policy;
    findings.add('policy', { what: `${name} is valid: ${packs.length} packs`, status: 'fine' });
  }
  if (loaded === undefined) return { name: 'none', hash: '', packs: [], sources: [], claims: [] };
  return policiesTogether(loaded.map(({ read }) => read.policy));
}

/** @throws the signal's reason. */
async function diagnosePlugin(
  findings: Findings,
  { name, instance }: MadePlugin,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  if (instance.diagnose === undefined) {
    const what = 'it is right as it is configured, and says nothing more of itself';
    return findings.add(name, { what, status: 'fine' });
  }
  const late = (): Error =>
    problemError('diagnosis-too-slow', `it has not said within ${mostSeconds} s what it finds`);
  const work = async (over: AbortSignal): Promise<readonly Finding[]> => instance.diagnose!(over);
  try {
    const found = await withinDeadline(clock, mostSeconds * 1000, work, late, signal);
    for (const one of found) findings.add(name, one);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProblemError) error.problems.forEach((one) => findings.add(name, findingOf(one)));
    else findings.add(name, { what: String((error as Error).message), status: 'missing' });
  }
}
