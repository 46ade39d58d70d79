import { systemClock } from '../../../composition/systemClock.ts';
import { PostgresStore, type StoreOpening } from '../../../plugins/postgres/postgresStore.ts';
import { postgresDefaults } from '../../../plugins/postgres/schema.ts';

/** How a store is opened in a database, by this process. */
export function openingOf(url: string, given: Partial<StoreOpening> = {}): StoreOpening {
  const holder = { host: 'spec', process: process.pid, lives: () => true };
  return { ...postgresDefaults, url, holder, clock: systemClock, random: () => 0.5, ...given };
}

/** An open store. */
export async function openStore(url: string, given: Partial<StoreOpening> = {}): Promise<PostgresStore> {
  const store = new PostgresStore(openingOf(url, given));
  await store.open();
  return store;
}
