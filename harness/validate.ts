import { loadPolicy, loadPolicyFolder, type LoadedPolicy } from '../engine/decisions/loadPolicy.ts';
import { casesFile, policyFolders, readPackFiles, readPolicyFolder, statOf } from '../engine/packs/folder.ts';
import { hasErrors, type Problem } from '../engine/problem.ts';
import { casesBeside, readCasesFiles } from './cases/casesBeside.ts';

/** One policy that was checked. */
export interface ValidatedPolicy {
  readonly policy: string;
  /** Only of a policy without errors. */
  readonly hash?: string;
  readonly packs: readonly { readonly kind: string; readonly name: string }[];
}

/** What validation found, all of it. */
export interface Validation {
  readonly valid: boolean;
  readonly policies: readonly ValidatedPolicy[];
  readonly problems: readonly Problem[];
}

/**
 * Checks policy folders, folders of policies, and single files (which are checked together, as one policy). Cases beside
 * the packs are checked for their form and for what they speak of; running them is another matter.
 * @throws ProblemError for a path with nothing to check.
 */
export async function validate(paths: readonly string[]): Promise<Validation> {
  const files: string[] = [];
  const loaded: { name: string; policy: LoadedPolicy }[] = [];
  const alone: string[] = [];
  const ofCases: Problem[] = [];
  for (const path of paths) {
    if (!(await statOf(path)).isDirectory()) {
      (casesFile.test(path) ? alone : files).push(path);
      continue;
    }
    const folders = await policyFolders(path);
    // Reading an empty folder as a policy says what is wrong with it.
    if (folders.length === 0) await readPolicyFolder(path);
    for (const folder of folders) {
      const policy = await loadPolicyFolder(folder);
      loaded.push({ name: folder, policy });
      // What cases expect of a policy can be told only where it loads.
      const { problems } = await casesBeside(folder, hasErrors(policy.problems) ? undefined : policy.policy);
      ofCases.push(...problems);
    }
  }
  if (files.length > 0) {
    const { sources, problems } = await readPackFiles(files);
    const policy = loadPolicy('files', sources);
    loaded.push({
      name: files.join(', '),
      policy: { ...policy, problems: [...problems, ...policy.problems] },
    });
  }
  ofCases.push(...(await readCasesFiles(alone, undefined)).problems);
  const problems = [...loaded.flatMap(({ policy }) => policy.problems), ...ofCases];
  return { valid: !hasErrors(problems), policies: loaded.map(validated), problems };
}

function validated({
  name,
  policy: { policy, problems },
}: {
  name: string;
  policy: LoadedPolicy;
}): ValidatedPolicy {
  const all = [...policy.packs, ...policy.claims.map(({ pack }) => pack)];
  const packs = all.map(({ kind, name }) => ({ kind, name }));
  return { policy: name, ...(hasErrors(problems) ? {} : { hash: policy.hash }), packs };
}

/** The result as people read it; the problems themselves go to the error stream. */
export function validationText({ policies, problems }: Validation): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const lines = policies.map(({ policy, hash, packs }) => {
    const list = packs.map(({ kind, name }) => `${kind} ${name}`).join(', ');
    return hash === undefined ? `✗ ${policy}` : `✓ ${policy}  (${hash.slice(0, 12)}): ${list}`;
  });
  const warnings = problems.length - errors;
  const verdict = errors === 0 ? 'no errors' : `${errors} error${errors === 1 ? '' : 's'}`;
  return [
    ...lines,
    `${verdict}${warnings === 0 ? '' : `, ${warnings} warning${warnings === 1 ? '' : 's'}`}`,
  ].join('\n');
}
