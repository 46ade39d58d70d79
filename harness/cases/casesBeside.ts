import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { casesFile } from '../../engine/packs/folder.ts';
import type { Policy } from '../../engine/packs/policy.ts';
import { ProblemError, type Problem } from '../../engine/problem.ts';
import type { Case } from './case.ts';
import { readCases, type CasesFile } from './casesFile.ts';
import { expectationProblems } from './expectationProblems.ts';

/** The files of cases beside the packs of a policy, as far as they could be read. */
export interface CasesBeside {
  readonly casesFiles: readonly CasesFile[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the files of cases in a policy's folder, in order of name; none in folders below.
 * @param policy what they speak of is held to it; undefined where it could not be loaded, and only their form counts.
 */
export async function casesBeside(folder: string, policy: Policy | undefined): Promise<CasesBeside> {
  const names = (await readdir(folder)).filter((name) => casesFile.test(name)).sort();
  return readCasesFiles(
    names.map((name) => join(folder, name)),
    policy,
  );
}

/** Reads files of cases; what is wrong with one hides nothing of the others. */
export async function readCasesFiles(
  files: readonly string[],
  policy: Policy | undefined,
): Promise<CasesBeside> {
  const casesFiles: CasesFile[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      const cases = await readCases(file);
      if (policy !== undefined) problems.push(...misfitsOf(cases, policy));
      casesFiles.push({ file, cases });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { casesFiles, problems };
}

/** What cases expect that the policy can never come to. */
function misfitsOf(cases: readonly Case[], policy: Policy): readonly Problem[] {
  return cases.flatMap((one) =>
    expectationProblems(one, policy).map(({ path, ...problem }): Problem => ({
      severity: 'error',
      ...one.where?.(path),
      rule: one.name,
      ...problem,
    })),
  );
}
