import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPolicy, loadPolicyFolder, type LoadedPolicy } from '../engine/decisions/loadPolicy.ts';
import { casesFile, policyFolders, readPackFiles, readPolicyFolder, statOf } from '../engine/packs/folder.ts';
import { hasErrors, ProblemError, type Problem } from '../engine/problem.ts';
import { readCases } from './cases/casesFile.ts';

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
 * the packs are checked for their form; running them is another matter.
 * @throws ProblemError for a path with nothing to check.
 */
export async function validate(paths: readonly string[]): Promise<Validation> {
  const files: string[] = [];
  const loaded: { name: string; policy: LoadedPolicy }[] = [];
  const cases: string[] = [];
  for (const path of paths) {
    if (!(await statOf(path)).isDirectory()) {
      (casesFile.test(path) ? cases : files).push(path);
      continue;
    }
    const folders = await policyFolders(path);
    // Reading an empty folder as a policy says what is wrong with it.
    if (folders.length === 0) await readPolicyFolder(path);
    for (const folder of folders) {
      loaded.push({ name: folder, policy: await loadPolicyFolder(folder) });
      const beside = (await readdir(folder)).filter((name) => casesFile.test(name)).sort();
      cases.push(...beside.map((name) => join(folder, name)));
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
  const problems = [...loaded.flatMap(({ policy }) => policy.problems), ...(await casesProblems(cases))];
  return { valid: !hasErrors(problems), policies: loaded.map(validated), problems };
}

async function casesProblems(files: readonly string[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      await readCases(file);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  return problems;
}

function validated({
  name,
  policy: { policy, problems },
}: {
  name: string;
  policy: LoadedPolicy;
}): ValidatedPolicy {
  const packs = policy.packs.map((pack) => ({ kind: pack.kind, name: pack.name }));
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
