import { tokens } from '../engine/ports.ts';
import type { StoreBackup } from '../engine/store.ts';
import type { ConfigurationFile } from './configurationFile.ts';
import { storePart } from './storePart.ts';

/**
 * The store that a configuration names, to be copied; nothing is started.
 * @throws ProblemError when the configuration is wrong, or its store cannot be copied.
 */
export async function storeBackup(options: ConfigurationFile): Promise<StoreBackup> {
  const lacking = { code: 'no-backup', message: 'the store is in memory, or cannot be copied by its plugin' };
  const { part, use } = await storePart(options, tokens.storeBackup, lacking);
  return { file: part.file, copy: (to) => use((backup) => backup.copy(to)) };
}
