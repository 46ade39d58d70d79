import { policyName, readPolicyFolder } from '../packs/folder.ts';
import { PackLoader } from '../packs/load.ts';
import { assemblePolicy, type Policy } from '../packs/policy.ts';
import type { SourceFile } from '../packs/yamlDocuments.ts';
import { hasErrors, ProblemError, type Problem } from '../problem.ts';
import { packKinds } from './kinds.ts';
import { checkShiftsAgainstWeights } from './ranking/crossCheck.ts';
import { packValidators } from './validators.ts';

const loader = new PackLoader(packKinds, packValidators);

/** A policy as far as it could be loaded, and everything found wrong with it. */
export interface LoadedPolicy {
  readonly policy: Policy;
  readonly problems: readonly Problem[];
}

/** Loads a policy from files in hand: schema, meaning, and what only shows when packs meet. */
export function loadPolicy(name: string, sources: readonly SourceFile[]): LoadedPolicy {
  const { packs, problems } = loader.load(sources);
  const { policy, problems: clashes } = assemblePolicy(name, packs);
  const crossed = checkShiftsAgainstWeights(packs);
  // Where a pack could not be loaded, what seems to be missing may be just that pack.
  const certain = hasErrors(problems) ? crossed.filter(({ severity }) => severity === 'error') : crossed;
  return { policy, problems: [...problems, ...clashes, ...certain] };
}

/** A policy as it was read from its folder. */
export interface ReadPolicy extends LoadedPolicy {
  readonly sources: readonly SourceFile[];
}

/** Loads the policy in a folder, with whatever problems it has. @throws ProblemError when there is no policy there. */
export async function loadPolicyFolder(folder: string): Promise<ReadPolicy> {
  const { sources, problems } = await readPolicyFolder(folder);
  const loaded = loadPolicy(policyName(folder), sources);
  return { policy: loaded.policy, problems: [...problems, ...loaded.problems], sources };
}

/** Loads the policy in a folder to decide by. @throws ProblemError with every problem when any is an error. */
export async function requirePolicy(folder: string): Promise<ReadPolicy> {
  const loaded = await loadPolicyFolder(folder);
  if (hasErrors(loaded.problems)) throw new ProblemError(loaded.problems);
  return loaded;
}
