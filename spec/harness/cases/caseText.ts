import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../../../engine/packs/policy.ts';
import { readCasesFiles, type CasesBeside } from '../../../harness/cases/casesBeside.ts';
import { CaseRunner, type CaseResult } from '../../../harness/cases/runCase.ts';
import { withFolder } from '../../folder.ts';

/** The first lines of a file of cases: three. */
export const casesHeader = 'apiVersion: signalbox/v1\nkind: Cases\nname: spec\n';

/** Reads cases from text, below their header. */
export function casesIn(text: string, policy?: Policy): Promise<CasesBeside> {
  return withFolder(async (folder) => {
    const file = join(folder, 'spec.cases.yaml');
    await writeFile(file, `${casesHeader}${text}`);
    return readCasesFiles([file], policy);
  });
}

/** Runs cases, which must be right, by a policy. */
export async function outcomesOf(text: string, policy: Policy): Promise<readonly CaseResult[]> {
  const { casesFiles, problems } = await casesIn(text, policy);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 1));
  const runner = new CaseRunner(policy);
  return casesFiles.flatMap(({ cases }) => cases.map((one) => runner.run(one)));
}

/** What failed, as `line:column field`. */
export function failedAt(results: readonly CaseResult[]): readonly string[] {
  return results.flatMap(({ differences }) =>
    differences.map(({ at, field }) => `${at!.line}:${at!.column} ${field}`),
  );
}
