import { readPackFiles } from '../engine/packs/folder.ts';
import { readConfiguration, type Configuration } from '../engine/plugins/configuration.ts';
import type { Environment, Secrets } from '../engine/plugins/environment.ts';
import { ProblemError } from '../engine/problem.ts';

/** A file that says what runs, and what stands for the variables in it. */
export interface ConfigurationFile {
  /** signalbox.yaml. */
  readonly file: string;
  readonly environment: Environment;
}

/**
 * Reads signalbox.yaml.
 * @param secrets told of every value that came from the environment.
 * @throws ProblemError with everything that is wrong, or when there is no such file.
 */
export async function readConfigurationFile(
  { file, environment }: ConfigurationFile,
  secrets: Secrets,
): Promise<Configuration> {
  const { sources, problems } = await readPackFiles([file]);
  const [source] = sources;
  if (source !== undefined) return readConfiguration(source, environment, secrets);
  const hint = 'name it with --config; docs/configuration.md shows one';
  throw new ProblemError(problems.map((problem) => ({ ...problem, hint })));
}
