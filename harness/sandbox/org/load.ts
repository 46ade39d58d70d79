import { readFile, stat } from 'node:fs/promises';
import { deepFreeze } from '../../../engine/canonical.ts';
import { schemaProblems } from '../../../engine/packs/schemaProblems.ts';
import { largestFile, readDocuments } from '../../../engine/packs/yamlDocuments.ts';
import { problemError, ProblemError } from '../../../engine/problem.ts';
import { didYouMean } from '../../../engine/suggest.ts';
import { fileProblem } from '../../recording/fileProblem.ts';
import { checkScenario } from '../../world/checkScenario.ts';
import type { Org } from './org.ts';
import validate from './schema.validator.js';

/**
 * Reads and checks an org: one YAML or JSON document of at most 1 MB, `kind: Org`.
 * @throws ProblemError with everything that is wrong with it, with file, line and column.
 */
export async function loadOrg(file: string): Promise<Org> {
  return checkOrg(file, await bytesOf(file));
}

/** Checks an org already in memory; see `loadOrg`. */
export function checkOrg(file: string, bytes: Uint8Array): Org {
  const { documents, problems } = readDocuments({ file, bytes });
  if (problems.length > 0) throw new ProblemError(problems);
  const [document, another] = documents;
  if (document === undefined || another !== undefined)
    throw problemError('one-org', 'a file holds one org, in one document', { file, line: 1, column: 1 });
  if (!validate(document.content)) {
    throw new ProblemError(
      schemaProblems(validate.errors!).map(({ path, ...said }) => ({
        severity: 'error',
        file,
        ...document.where(path),
        ...said,
      })),
    );
  }
  const { scenario, queueSettings = {}, clients = [] } = document.content as Org;
  const names = scenario.queues.map(({ name }) => name);
  const stray = Object.keys(queueSettings).find((name) => !names.includes(name));
  if (stray !== undefined) {
    const hint = didYouMean(stray, names);
    throw problemError('unknown-queue', `queueSettings names the queue ${stray}, which is not there`, {
      file,
      ...document.where(['queueSettings', stray]),
      ...(hint === undefined ? {} : { hint }),
    });
  }
  try {
    checkScenario(scenario);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const where = { file, ...document.where(['scenario']) };
    throw new ProblemError(error.problems.map((problem) => ({ ...where, ...problem })));
  }
  return deepFreeze({ scenario, queueSettings, clients });
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size <= largestFile) return await readFile(file);
  } catch (error) {
    throw fileProblem(error, file);
  }
  throw problemError('too-large', `the org is over ${largestFile / 1e6} MB`, { file });
}
