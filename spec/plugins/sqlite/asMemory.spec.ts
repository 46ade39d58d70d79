import { expectAsMemory, type Real } from '../asMemory.ts';
import { join } from 'node:path';
import { withFolder } from '../../folder.ts';
import { openStore } from './opening.ts';

describe('the store on SQLite, and the one in memory', () => {
  it('answer alike after any commits, kept and refused, and whenever the file is opened again', function () {
    this.timeout(120_000);
    return withFolder((folder) => {
      let made = 0;
      return expectAsMemory(() => {
        const file = join(folder, `${++made}.db`);
        let store = openStore(file);
        const real: Real = {
          store,
          reopen: () => {
            store.close();
            real.store = store = openStore(file);
            return Promise.resolve();
          },
          close: () => Promise.resolve(store.close()),
        };
        return Promise.resolve(real);
      }, 150);
    });
  });
});
