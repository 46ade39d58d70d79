import { dirname, resolve } from 'node:path';
import type { Configuration } from '../engine/plugins/configuration.ts';
import { Secrets } from '../engine/plugins/environment.ts';
import { tokens, type Token } from '../engine/ports.ts';
import { problemError } from '../engine/problem.ts';
import { readConfigurationFile, type ConfigurationFile } from './configurationFile.ts';
import { compose, type Given } from './container.ts';
import { hiddenError } from './hidden.ts';
import { listPlugins } from './listPlugins.ts';
import { systemClock } from './systemClock.ts';

/** What a store's plugin provides beside the store. */
export interface StorePart<Part> {
  readonly configuration: Configuration;
  readonly part: Part;
  /** Does something with the part; in what it throws no value from the environment can be read. */
  readonly use: <Result>(work: (part: Part) => Promise<Result>) => Promise<Result>;
}

/**
 * What the plugin provides whose store a configuration names; nothing is started.
 * @param lacking what is wrong, for people, when no plugin that is listed provides it.
 * @throws ProblemError when the configuration is wrong, or there is no such plugin.
 */
export async function storePart<Part>(
  options: ConfigurationFile,
  token: Token<Part>,
  lacking: { readonly code: string; readonly message: string; readonly plugin?: string },
): Promise<StorePart<Part>> {
  const secrets = new Secrets();
  try {
    const configuration = await readConfigurationFile(options, secrets);
    const folder = dirname(resolve(options.file));
    const order = await listPlugins(configuration, new Set(Object.values(tokens)), folder);
    const store = order.find(({ plugin }) => plugin.provides.includes(token));
    if (store === undefined) {
      const hint = `list the plugin ${lacking.plugin ?? 'sqlite'}: docs/configuration.md`;
      throw problemError(lacking.code, lacking.message, { file: options.file, hint });
    }
    const given: Given = new Map<symbol, unknown>([
      [tokens.clock, systemClock],
      [tokens.random, Math.random],
      [tokens.problem, () => undefined],
    ]);
    const part = compose([store], given, folder).get(token);
    const use = <Result>(work: (part: Part) => Promise<Result>): Promise<Result> =>
      work(part).catch((error: unknown) => {
        throw hiddenError(error, secrets);
      });
    return { configuration, part, use };
  } catch (error) {
    throw hiddenError(error, secrets);
  }
}
