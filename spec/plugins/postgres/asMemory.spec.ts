import { expectAsMemory, type Real } from '../asMemory.ts';
import { openStore } from './opening.ts';
import { useDatabase } from './server.ts';

describe('the store on PostgreSQL, and the one in memory', () => {
  const database = useDatabase();

  it('answer alike after any commits, kept and refused, and whenever the store is opened again', function () {
    this.timeout(120_000);
    let made = 0;
    return expectAsMemory(async () => {
      const schema = `store_${++made}`;
      let store = await openStore(database.url, { schema });
      const real: Real = {
        store,
        reopen: async () => {
          await store.close();
          real.store = store = await openStore(database.url, { schema });
        },
        close: () => store.close(),
      };
      return real;
    }, 20);
  });
});
