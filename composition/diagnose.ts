import { dirname, resolve } from 'node:path';
import { withinDeadline } from '../engine/deadline.ts';
import type { Policy } from '../engine/packs/policy.ts';
import { Secrets } from '../engine/plugins/environment.ts';
import type { Finding } from '../engine/plugins/finding.ts';
import { tokens } from '../engine/ports.ts';
import { problemError, ProblemError, renderProblem, type Problem } from '../engine/problem.ts';
import { readConfigurationFile } from './configurationFile.ts';
import { compose } from './container.ts';
import { hiddenError } from './hidden.ts';
import { listPlugins } from './listPlugins.ts';
import { configuredPolicy, givenParts, type OpenOptions } from './openConfiguration.ts';
import { partsTogether } from './parts.ts';

/** How long a plugin's own diagnosis may take, in seconds. */
const mostSeconds = 120;

/** What `signalbox doctor` is given. */
export interface DiagnoseOptions extends Omit<OpenOptions, 'problem'> {
  readonly signal: AbortSignal;
}

/** A finding, and what it is about: `configuration`, `policy`, `plugins`, or a plugin's name. */
export interface PlacedFinding extends Finding {
  readonly about: string;
}

/**
 * Looks at signalbox.yaml and all it names, as far as it can be gone; nothing is started and nothing changed. Never
 * rejects for what a user can mend: that is what it finds. No value from the environment is in what it says.
 */
export async function diagnose(options: DiagnoseOptions): Promise<readonly PlacedFinding[]> {
  const secrets = new Secrets();
  const found: PlacedFinding[] = [];
  const tell = (about: string, { what, hint, status }: Finding): void => {
    const hidden = hint === undefined ? {} : { hint: secrets.hide(hint) };
    found.push({ about, what: secrets.hide(what), status, ...hidden });
  };
  const trying = async <Result>(
    about: string,
    work: () => Promise<Result> | Result,
  ): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw hiddenError(error, secrets);
      for (const problem of error.problems) tell(about, findingOf(problem));
      return undefined;
    }
  };
  const { file } = options;
  const configuration = await trying('configuration', () => readConfigurationFile(options, secrets));
  if (configuration === undefined) {
    tell('configuration', {
      ...{ what: 'policy and plugins could not be looked at', status: 'unverified' },
      hint: 'mend the configuration first',
    });
    return found;
  }
  tell('configuration', { what: `${file} is right, and every variable it names is set`, status: 'fine' });
  const folder = dirname(resolve(file));
  const loaded = await trying('policy', () => configuredPolicy(configuration, folder));
  for (const problem of loaded?.problems ?? []) tell('policy', findingOf(problem));
  if (loaded !== undefined) {
    const { name, packs } = loaded.policy;
    tell('policy', { what: `${name} is valid: ${packs.length} packs`, status: 'fine' });
  }
  const policy = loaded?.policy ?? noPolicy;
  const problem = (one: Problem): void => tell('plugins', findingOf(one));
  const given = givenParts({ ...options, problem }, policy, secrets, problem);
  const composition = await trying('plugins', async () => {
    const order = await listPlugins(configuration, new Set(given.keys()), folder);
    return compose(order, given, folder);
  });
  if (composition === undefined) return found;
  await trying('plugins', () => partsTogether(composition));
  const clock = composition.get(tokens.clock);
  for (const { name, instance } of composition.made) {
    if (instance.diagnose === undefined) {
      tell(name, {
        what: 'it is right as it is configured, and says nothing more of itself',
        status: 'fine',
      });
      continue;
    }
    const late = (): Error =>
      problemError('diagnosis-too-slow', `it has not said within ${mostSeconds} s what it finds`);
    const work = async (signal: AbortSignal): Promise<readonly Finding[]> => instance.diagnose!(signal);
    try {
      const findings = await withinDeadline(clock, mostSeconds * 1000, work, late, options.signal);
      for (const one of findings) tell(name, one);
    } catch (error) {
      options.signal.throwIfAborted();
      const problems = error instanceof ProblemError ? error.problems : undefined;
      if (problems === undefined) tell(name, { what: String((error as Error).message), status: 'missing' });
      for (const one of problems ?? []) tell(name, findingOf(one));
    }
  }
  return found;
}

/** What stands for a policy that is wrong, so that plugins can be looked at all the same. */
const noPolicy: Policy = { name: 'none', hash: '', packs: [] };

function findingOf({ severity, hint, ...problem }: Problem): Finding {
  // The place and the code as everywhere, without the word for how bad it is.
  const what = renderProblem({ severity, ...problem }).replace(`${severity}: `, '');
  return {
    what,
    status: severity === 'error' ? 'missing' : 'warning',
    ...(hint === undefined ? {} : { hint }),
  };
}
