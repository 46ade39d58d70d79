import { policyName, readPolicyFolder } from '../packs/folder.ts';
import { PackLoader, type LoadedPack } from '../packs/load.ts';
import { assemblePolicy, type Policy } from '../packs/policy.ts';
import type { SourceDocument, SourceFile } from '../packs/yamlDocuments.ts';
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
  const { policy, problems: met } = policyOf(name, packs);
  // Where a pack could not be loaded, what seems to be missing may be just that pack.
  const certain = hasErrors(problems) ? met.filter(({ severity }) => severity === 'error') : met;
  return { policy, problems: [...problems, ...certain] };
}

/** A pack from a document in hand; undefined when it is not right. */
export function loadPack(document: SourceDocument): LoadedPack | undefined {
  return loader.loadOne(document);
}

/** A policy of packs in hand, and what only shows when packs meet. */
export function policyOf(name: string, packs: readonly LoadedPack[]): LoadedPolicy {
  const { policy, problems } = assemblePolicy(name, packs);
  return { policy, problems: [...problems, ...checkShiftsAgainstWeights(packs)] };
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
