import { dirname, resolve } from 'node:path';
import { Secrets } from '../engine/plugins/environment.ts';
import { tokens } from '../engine/ports.ts';
import { problemError } from '../engine/problem.ts';
import type { StoreBackup, StoreSize } from '../engine/store.ts';
import { readConfigurationFile, type ConfigurationFile } from './configurationFile.ts';
import { compose, type Given } from './container.ts';
import { hiddenError } from './hidden.ts';
import { listPlugins } from './listPlugins.ts';
import { systemClock } from './systemClock.ts';

/**
 * The store that a configuration names, to be copied; nothing is started.
 * @throws ProblemError when the configuration is wrong, or its store cannot be copied.
 */
export async function storeBackup(options: ConfigurationFile): Promise<StoreBackup> {
  const secrets = new Secrets();
  try {
    const configuration = await readConfigurationFile(options, secrets);
    const folder = dirname(resolve(options.file));
    const order = await listPlugins(configuration, new Set(Object.values(tokens)), folder);
    const store = order.find(({ plugin }) => plugin.provides.includes(tokens.storeBackup));
    if (store === undefined) {
      throw problemError('no-backup', 'the store is in memory, or cannot be copied by its plugin', {
        file: options.file,
        hint: 'list the plugin sqlite: docs/configuration.md',
      });
    }
    const given: Given = new Map<symbol, unknown>([
      [tokens.clock, systemClock],
      [tokens.problem, () => undefined],
    ]);
    const backup = compose([store], given, folder).get(tokens.storeBackup);
    const copy = (to: string): Promise<StoreSize> =>
      backup.copy(to).catch((error: unknown) => {
        throw hiddenError(error, secrets);
      });
    return { file: backup.file, copy };
  } catch (error) {
    throw hiddenError(error, secrets);
  }
}
