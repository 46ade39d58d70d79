import { tokens } from '../engine/ports.ts';
import { storeContents } from '../plugins/sqlite/contents.ts';
import type { ConfigurationFile } from './configurationFile.ts';
import { storePart } from './storePart.ts';

/** What was restored, and where. */
export interface Restored {
  readonly store: string;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
}

/**
 * Fills the store that a configuration names with a copy of a store in one file; nothing is started.
 * @param backup as `signalbox backup` makes it.
 * @throws ProblemError when either cannot be had, or there is something in the store.
 */
export async function restoreStore(options: ConfigurationFile, backup: string): Promise<Restored> {
  const message = 'the store cannot be filled: it is in memory, or a file, which is restored by copying it';
  const { part, use } = await storePart(options, tokens.storeRestore, {
    ...{ code: 'no-restore', message, plugin: 'postgres' },
  });
  const counts = await use((restore) => restore.restore(storeContents(backup)));
  return { store: part.file, tables: [...counts].map(([table, rows]) => ({ table, rows })) };
}
