import { expect } from 'chai';
import { tokens } from '../../../engine/ports.ts';
import type { Store } from '../../../engine/store.ts';
import { systemClock } from '../../../composition/systemClock.ts';
import postgres from '../../../plugins/postgres/plugin.ts';
import type { PostgresStore } from '../../../plugins/postgres/postgresStore.ts';
import { pluginContract, storeContract } from '../contract.ts';
import { openStore } from './opening.ts';
import { connected, useDatabase } from './server.ts';

describe('plugin postgres', () => {
  const database = useDatabase();

  const schemas = new Map<Store, string>();
  const opened = async (schema: string): Promise<PostgresStore> => {
    const store = await openStore(database.url, { schema });
    schemas.set(store, schema);
    return store;
  };
  afterEach(async () => {
    for (const store of schemas.keys()) await (store as PostgresStore).close();
    schemas.clear();
  });

  // Its address is known only once there is a database.
  const configuration = Object.defineProperty({} as { url: string }, 'url', {
    enumerable: true,
    get: () => database.url,
  });
  const url = 'postgresql://signalbox@db.example.com/signalbox';
  pluginContract({
    plugin: postgres,
    right: [
      configuration,
      { url, schema: 'a_1', keepDecisionsDays: 0.5, keepCommandsDays: 1, leaseSeconds: 1 },
    ],
    wrong: [{}, { url: 'mysql://x' }, { url, schema: 'A' }, { url, leaseSeconds: 0 }, { url, keep: 1 }],
    needs: new Map<symbol, unknown>([
      [tokens.clock, systemClock],
      [tokens.problem, () => undefined],
      [tokens.random, () => 0.5],
    ]),
  });

  let made = 0;
  storeContract(
    () => opened(`store_${++made}`),
    async (store) => {
      const schema = schemas.get(store)!;
      await (store as PostgresStore).close();
      return opened(schema);
    },
  );

  it('refuses a schema that holds another program’s tables, and one of a later release', async () => {
    const refused = (schema: string): Promise<string> => opened(schema).then(() => 'opened', String);
    await connected(database.url, (client) =>
      client.query('CREATE SCHEMA theirs; CREATE TABLE theirs.t (a int)'),
    );
    expect(await refused('theirs'))
      .to.contain('holds tables of another program')
      .and.contain('[not-a-store]');
    await (await opened('later')).close();
    await connected(database.url, (client) =>
      client.query('UPDATE later.signalbox_version SET version = 99'),
    );
    expect(await refused('later')).to.contain('[store-newer]');
  });
});
