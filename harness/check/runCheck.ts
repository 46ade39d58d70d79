import { loadPolicyFolder } from '../../engine/decisions/loadPolicy.ts';
import { policyFolders, readPolicyFolder } from '../../engine/packs/folder.ts';
import { hasErrors, type Problem } from '../../engine/problem.ts';
import { casesBeside } from '../cases/casesBeside.ts';
import type { OnProgress } from '../recording/read.ts';
import type { CheckOptions, Section } from './section.ts';
import { sectionChecks } from './sections.ts';

/** What came of one policy. */
export interface CheckedPolicy {
  /** Its folder. */
  readonly policy: string;
  /** Absent where it could not be loaded: then nothing was checked. */
  readonly hash?: string;
  readonly passed: boolean;
  readonly sections: readonly Section[];
}

/** What came of a check, all of it. */
export interface CheckResult {
  readonly passed: boolean;
  /** Whether every policy and every file of cases could be read: a check of what cannot be is no check. */
  readonly valid: boolean;
  readonly policies: readonly CheckedPolicy[];
  /** What is wrong with packs and files of cases, before any check. */
  readonly problems: readonly Problem[];
}

/**
 * Checks policies: those in these folders or below them.
 * @throws ProblemError for a path with no policy, and for a recording that is wrong.
 */
export async function runCheck(
  paths: readonly string[],
  options: CheckOptions,
  onProgress: OnProgress = () => undefined,
): Promise<CheckResult> {
  const folders = await foldersOf(paths);
  const problems: Problem[] = [];
  const policies: CheckedPolicy[] = [];
  for (const [index, folder] of folders.entries()) {
    const mine = (fraction: number): void => onProgress((index + fraction) / folders.length);
    policies.push(await checkPolicy(folder, options, mine, problems));
    mine(1);
  }
  const valid = !hasErrors(problems);
  return { passed: valid && policies.every(({ passed }) => passed), valid, policies, problems };
}

/** @param problems what is wrong before any check goes here. */
async function checkPolicy(
  folder: string,
  options: CheckOptions,
  onProgress: OnProgress,
  problems: Problem[],
): Promise<CheckedPolicy> {
  const { policy, problems: ofPacks } = await loadPolicyFolder(folder);
  problems.push(...ofPacks);
  const { casesFiles, problems: ofCases } = await casesBeside(
    folder,
    hasErrors(ofPacks) ? undefined : policy,
  );
  problems.push(...ofCases);
  if (hasErrors(ofPacks) || hasErrors(ofCases)) return { policy: folder, passed: false, sections: [] };
  const sections: Section[] = [];
  for (const [index, check] of sectionChecks.entries()) {
    const mine = (fraction: number): void => onProgress((index + fraction) / sectionChecks.length);
    sections.push(await check({ folder, policy, casesFiles, options, onProgress: mine }));
    mine(1);
  }
  const passed = sections.every(({ failures }) => failures.length === 0);
  return { policy: folder, hash: policy.hash, passed, sections };
}

async function foldersOf(paths: readonly string[]): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const path of paths) {
    // Reading what is no policy as one says what is wrong with it.
    const found = await policyFolders(path);
    if (found.length === 0) await readPolicyFolder(path);
    folders.push(...found);
  }
  return [...new Set(folders)];
}
